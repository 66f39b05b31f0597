import { withHandle } from './handle.ts';
import { wideText } from './memory.ts';
import { win32 } from './system-library.ts';
import { lastError } from './win32-error.ts';

/** `LOGON32_LOGON_*`. */
export const LOGON = { interactive: 2, network: 3 } as const;

const logonUser = () =>
  win32(
    'advapi32.dll',
    'int __stdcall LogonUserW(str16 user, str16 domain, void *password, uint32 type, uint32 provider, _Out_ int64 *token)',
  );
const closeHandle = () => win32('kernel32.dll', 'int __stdcall CloseHandle(int64 handle)');

/** Whether a local account logs on with a password: 0, or the error number of the refusal. The log-on is ended at once. */
export function tryLogon(user: string, password: string, type: (typeof LOGON)[keyof typeof LOGON]): number {
  const word = wideText(password);
  const token: [number] = [0];
  try {
    if (logonUser()(user, '.', word, type, 0, token) === 0) return lastError('LogonUserW').code;
    return withHandle(token[0], closeHandle(), () => 0);
  } finally {
    word.fill(0);
  }
}
