import { userInfo } from 'node:os';

/** The account this process runs as; its number where the system has no name for it. */
export function processAccount(): string {
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
