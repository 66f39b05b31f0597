import { type Handle, withHandle } from './handle.ts';
import { wideText } from './memory.ts';
import { win32 } from './system-library.ts';
import { lastError } from './win32-error.ts';

/** `LOGON32_LOGON_*`. */
export const LOGON = { interactive: 2, network: 3, service: 5 } as const;
export type LogonType = (typeof LOGON)[keyof typeof LOGON];

const logonUser = () =>
  win32(
    'advapi32.dll',
    'int __stdcall LogonUserW(str16 user, str16 domain, void *password, uint32 type, uint32 provider, _Out_ int64 *token)',
  );
const closeHandle = () => win32('kernel32.dll', 'int __stdcall CloseHandle(int64 handle)');

/** Whether a local account logs on with a password: 0, or the error number of the refusal. The log-on is ended at once. */
export function tryLogon(user: string, password: string, type: LogonType): number {
  const end = withLogon({ user, domain: '.', password }, type, () => 0);
  return 'refused' in end ? end.refused : 0;
}

/** Who logs on. `password` is null for the service accounts of Windows, which have none. */
export interface LogonAccount {
  user: string;
  /** "." for accounts of this machine. */
  domain: string;
  password: string | null;
}

/**
 * Logs an account on, lends its token to `use`, and ends the log-on. Where Windows refuses, the error number. An account without a
 * password is refused to everybody but SYSTEM (LogonUserW, `LOGON32_LOGON_SERVICE`).
 */
export function withLogon<T>(
  { user, domain, password }: LogonAccount,
  type: LogonType,
  use: (token: Handle) => T,
): { result: T } | { refused: number } {
  const word = password === null ? null : wideText(password);
  const token: [number] = [0];
  try {
    if (logonUser()(user, domain, word, type, 0, token) === 0) return { refused: lastError('LogonUserW').code };
    return { result: withHandle(token[0], closeHandle(), use) };
  } finally {
    word?.fill(0);
  }
}
