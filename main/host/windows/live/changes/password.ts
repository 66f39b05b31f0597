import type { Secret } from '../../../secret.ts';
import { LOGON, tryLogon } from '../../win32/logon.ts';
import { machineName } from '../../win32/sid.ts';
import { ERROR } from '../../win32/win32-error.ts';

/** Error numbers of a log-on (winerror.h). Wrong name or password; and accounts a service could not log on as either: restricted, expired, disabled, locked. */
const REFUSED = [1317, 1326, 1327, 1328, 1329, 1330, 1331, 1332, 1793, 1907, 1909];

/**
 * Whether Windows takes a password for a local account. It is tried once over the network log-on, which leaves no session behind, and
 * only where that kind is not granted as if at the screen: wrong tries lock accounts. Accounts of a domain are not tried here: that would
 * ask a machine on the network.
 */
export async function checkPassword(
  account: string,
  password: Secret,
): Promise<'accepted' | 'refused' | 'cannot-tell'> {
  const user = localName(account);
  if (user === null) return 'cannot-tell';
  let code = tryLogon(user, password.reveal(), LOGON.network);
  if (code === ERROR.logonTypeNotGranted) code = tryLogon(user, password.reveal(), LOGON.interactive);
  if (code === 0) return 'accepted';
  return REFUSED.includes(code) ? 'refused' : 'cannot-tell';
}

/** The name of a local account ("sbsuser", ".\\sbsuser", "MACHINE\\sbsuser"); null for any other. */
export function localName(account: string): string | null {
  const [, domain = '.', name = account] = /^(?:([^\\]*)\\)?([^\\@]+)$/.exec(account) ?? [];
  if (name.includes('@') || name.includes('\\')) return null;
  return domain === '.' || domain.toLowerCase() === machineName().toLowerCase() ? name : null;
}
