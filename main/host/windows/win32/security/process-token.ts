import { withHandle } from '../handle.ts';
import { win32 } from '../system-library.ts';
import { lastError } from '../win32-error.ts';
import { parseSid } from './security-descriptor.ts';

const TOKEN_QUERY = 0x8;
/** `PROCESS_QUERY_LIMITED_INFORMATION`. */
const LOOK_AT_PROCESS = 0x1000;
/** `TOKEN_INFORMATION_CLASS` values. */
const USER = 1;
const ELEVATION = 20;
const ROOM_BYTES = 256;

const currentProcess = () => win32('kernel32.dll', 'int64 __stdcall GetCurrentProcess()');
const openProcess = () =>
  win32('kernel32.dll', 'int64 __stdcall OpenProcess(uint32 access, int inherit, uint32 process)');
const openToken = () =>
  win32('advapi32.dll', 'int __stdcall OpenProcessToken(int64 process, uint32 access, _Out_ int64 *token)');
const tokenInformation = () =>
  win32(
    'advapi32.dll',
    'int __stdcall GetTokenInformation(int64 token, int which, void *information, uint32 bytes, _Out_ uint32 *needed)',
  );
const closeHandle = () => win32('kernel32.dll', 'int __stdcall CloseHandle(int64 handle)');

/** Whether this process has the full rights of an administrator. Throws Win32Error. */
export function isElevated(): boolean {
  return tokenOf(currentProcess()(), ELEVATION).readUInt32LE(0) !== 0;
}

/** Whether another process has the full rights of an administrator. Throws Win32Error where this one may not look. */
export function isProcessElevated(pid: number): boolean {
  const handle = openProcess()(LOOK_AT_PROCESS, 0, pid);
  if (handle === 0) throw lastError('OpenProcess');
  return withHandle(handle, closeHandle(), () => tokenOf(handle, ELEVATION).readUInt32LE(0) !== 0);
}

/** SID of the account this process runs as. Throws Win32Error. */
export function ownSid(): string {
  // TOKEN_USER: a pointer to the SID, its attributes, then the SID itself.
  return parseSid(tokenOf(currentProcess()(), USER).subarray(16));
}

function tokenOf(process: number, which: number): Buffer {
  const token: [number] = [0];
  if (openToken()(process, TOKEN_QUERY, token) === 0) throw lastError('OpenProcessToken');
  return withHandle(token[0], closeHandle(), () => {
    const information = Buffer.alloc(ROOM_BYTES);
    const needed: [number] = [0];
    if (tokenInformation()(token[0], which, information, information.length, needed) === 0) {
      throw lastError('GetTokenInformation');
    }
    return information;
  });
}

/** `EXTENDED_NAME_FORMAT`: `DOMAIN\name`. */
const SAM_COMPATIBLE = 2;
const NAME_UNITS = 512;

const userName = () =>
  win32('secur32.dll', 'uint8 __stdcall GetUserNameExW(int format, void *name, _Inout_ uint32 *units)');

/** Name of the account this process runs as, with its machine or domain: `MISEQ-1\sbsuser`; its SID where it has no name. */
export function ownAccount(): string {
  const name = Buffer.alloc(NAME_UNITS * 2);
  const units: [number] = [NAME_UNITS];
  if (userName()(SAM_COMPATIBLE, name, units) === 0) return ownSid();
  return name.toString('utf16le', 0, units[0] * 2);
}
