// The check is Wine's own. Wine keeps the name of its user in a variable and checks no signature without it; the surroundings a helper
// makes for itself do not have it.
import * as real from '../../../../main/host/windows/win32/signature.ts';

export function trustedSigner(path: string): Promise<Buffer | null> {
  process.env['WINEUSERNAME'] ??= 'root';
  return real.trustedSigner(path);
}
