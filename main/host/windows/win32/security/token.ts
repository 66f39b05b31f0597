import { type Handle, withHandle } from '../handle.ts';
import { sidAt } from '../sid.ts';
import { win32 } from '../system-library.ts';
import { lastError } from '../win32-error.ts';

/** `PROCESS_QUERY_LIMITED_INFORMATION`: the least that lets a process be looked at. */
const QUERY_LIMITED = 0x1000;
const TOKEN_QUERY = 0x8;
/** `TOKEN_INFORMATION_CLASS` of winnt.h. */
const CLASSES = { user: 1, groups: 2, elevation: 20 } as const;
/** For a thousand groups, as many as a token can hold. Kept, so that addresses in it that Windows wrote stay good. */
let room: Buffer | undefined;
const ROOM_BYTES = 128 * 1024;

const openProcess = () => win32('kernel32.dll', 'int64 __stdcall OpenProcess(uint32 access, int inherit, uint32 pid)');
const openToken = () =>
  win32('advapi32.dll', 'int __stdcall OpenProcessToken(int64 process, uint32 access, _Out_ int64 *token)');
const information = () =>
  win32(
    'advapi32.dll',
    'int __stdcall GetTokenInformation(int64 token, int which, void *information, uint32 bytes, _Out_ uint32 *needed)',
  );
const closeHandle = () => win32('kernel32.dll', 'int __stdcall CloseHandle(int64 handle)');

/** Opens a process to be looked at, no more. Throws Win32Error where it has ended or this one may not look. */
export function withProcess<T>(pid: number, use: (process: Handle) => T): T {
  const process = openProcess()(QUERY_LIMITED, 0, pid);
  if (process === 0) throw lastError('OpenProcess');
  return withHandle(process, closeHandle(), use);
}

/** Opens the token of a process, which says whose rights it has. Throws Win32Error. */
export function withToken<T>(process: Handle, use: (token: Handle) => T): T {
  const token: [number] = [0];
  if (openToken()(process, TOKEN_QUERY, token) === 0) throw lastError('OpenProcessToken');
  return withHandle(token[0], closeHandle(), use);
}

/** One part of a token, as Windows lays it out: to be read before another is asked for. Throws Win32Error. */
export function tokenInformation(token: Handle, part: keyof typeof CLASSES): Buffer {
  room ??= Buffer.alloc(ROOM_BYTES);
  if (information()(token, CLASSES[part], room, room.length, [0]) === 0) throw lastError('GetTokenInformation');
  return room;
}

/** SID of the account whose token it is. Throws Win32Error. */
export function userOf(token: Handle): string {
  return sidAt(tokenInformation(token, 'user').readBigUInt64LE(0));
}
