import { userInfo } from 'node:os';
import { ownAccount } from './windows/win32/security/process-token.ts';

/** The account this process runs as, on Windows with its machine or domain; its number where the system has no name for it. */
export function processAccount(): string {
  // Node would ask for the profile of the account too, which a helper with a clean environment may not have.
  if (process.platform === 'win32') return ownAccount();
  try {
    return userInfo().username;
  } catch (error) {
    if (!hasNoName(error)) throw error;
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** Node hides the system's own word inside its error. */
function hasNoName(error: unknown): boolean {
  const info = error instanceof Error && 'info' in error ? error.info : null;
  return typeof info === 'object' && info !== null && 'code' in info && info.code === 'ENOENT';
}
