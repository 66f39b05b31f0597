// Fake: Wine takes every password of every account. Whoever logs on acts as Wine's one account.
import { withHandle } from '../../../../main/host/windows/win32/handle.ts';
import type { LogonAccount } from '../../../../main/host/windows/win32/logon.ts';
import { win32 } from '../../../../main/host/windows/win32/system-library.ts';
import { lastError } from '../../../../main/host/windows/win32/win32-error.ts';
import { state } from './state.ts';

export type { LogonAccount, LogonType } from '../../../../main/host/windows/win32/logon.ts';
export { LOGON } from '../../../../main/host/windows/win32/logon.ts';

const PRIVILEGE_NOT_HELD = 1314;
const LOGON_FAILURE = 1326;
const ACCOUNT_DISABLED = 1331;
/** `TOKEN_DUPLICATE | TOKEN_IMPERSONATE | TOKEN_QUERY`. */
const ACCESS = 0xe;

export function tryLogon(user: string, password: string): number {
  const found = state().users.find(({ name }) => name.toLowerCase() === user.toLowerCase());
  if (found === undefined || found.password !== password) return LOGON_FAILURE;
  return found.disabled ? ACCOUNT_DISABLED : 0;
}

export function withLogon<T>(
  { user, password }: LogonAccount,
  _type: number,
  use: (token: number) => T,
): { result: T } | { refused: number } {
  // As Windows answers everybody but SYSTEM.
  if (password === null) return { refused: PRIVILEGE_NOT_HELD };
  const refused = tryLogon(user, password);
  if (refused !== 0) return { refused };
  const token: [number] = [0];
  const self = win32('kernel32.dll', 'int64 __stdcall GetCurrentProcess()')();
  const open = 'int __stdcall OpenProcessToken(int64 process, uint32 access, _Out_ int64 *token)';
  if (win32('advapi32.dll', open)(self, ACCESS, token) === 0) throw lastError('OpenProcessToken');
  const close = win32('kernel32.dll', 'int __stdcall CloseHandle(int64 handle)');
  return { result: withHandle(token[0], close, () => use(token[0])) };
}
