import type { Handle } from '../handle.ts';
import { win32 } from '../system-library.ts';
import { tokenInformation, userOf, withProcess, withToken } from './token.ts';

const currentProcess = () => win32('kernel32.dll', 'int64 __stdcall GetCurrentProcess()');

/** Whether this process has the full rights of an administrator. Throws Win32Error. */
export function isElevated(): boolean {
  return hasFullRights(currentProcess()());
}

/** Whether another process has the full rights of an administrator. Throws Win32Error where this one may not look. */
export function isProcessElevated(pid: number): boolean {
  return withProcess(pid, hasFullRights);
}

function hasFullRights(process: Handle): boolean {
  return withToken(process, (token) => tokenInformation(token, 'elevation').readUInt32LE(0) !== 0);
}

/** SID of the account this process runs as. Throws Win32Error. */
export function ownSid(): string {
  return withToken(currentProcess()(), userOf);
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
