import type { Handle } from './handle.ts';
import { win32 } from './system-library.ts';
import { lastError } from './win32-error.ts';

/** What acting as another account needs of Windows. */
export interface ImpersonationPort {
  /** Throws Win32Error. */
  begin(token: Handle): void;
  /** Whether this thread is itself again. */
  revert(): boolean;
  /** Ends this process at once: nothing of it may run on as somebody else. */
  end(): never;
}

const impersonate = () => win32('advapi32.dll', 'int __stdcall ImpersonateLoggedOnUser(int64 token)');
const revertToSelf = () => win32('advapi32.dll', 'int __stdcall RevertToSelf()');

const windows: ImpersonationPort = {
  begin(token) {
    if (impersonate()(token) === 0) throw lastError('ImpersonateLoggedOnUser');
  },
  revert: () => revertToSelf()() !== 0,
  end() {
    process.kill(process.pid, 'SIGKILL');
    // The signal ends this process within the call; no other code of it may run if it does not.
    for (;;) {
      /* wait */
    }
  },
};

/**
 * Does something as the account of a token. Only this thread acts as it, so `work` must do all of it in calls that return: what it
 * leaves to other threads (promises of Node among it) would be done as this process. Throws Win32Error.
 */
export function actingAs(token: Handle, work: () => number, port: ImpersonationPort = windows): number {
  port.begin(token);
  try {
    return work();
  } finally {
    if (!port.revert()) port.end();
  }
}
