import { win32 } from './system-library.ts';
import { Win32Error } from './win32-error.ts';

const TIME_OF_DAY = 3;
/** `SYSTEM_TIMEOFDAY_INFORMATION`. */
const TIME_OF_DAY_BYTES = 48;

const querySystem = () =>
  win32(
    'ntdll.dll',
    'uint32 __stdcall NtQuerySystemInformation(int which, void *information, uint32 bytes, _Out_ uint32 *needed)',
  );

/**
 * When the system was started, in 100 ns since 1601, without the corrections the clock got since: the same from start to
 * restart, also when somebody sets the clock. Throws Win32Error with an `NTSTATUS`.
 */
export function bootTime(): bigint {
  const information = Buffer.alloc(TIME_OF_DAY_BYTES);
  const status = querySystem()(TIME_OF_DAY, information, information.length, [0]);
  if (status !== 0) throw new Win32Error('NtQuerySystemInformation', status);
  return information.readBigInt64LE(0) - information.readBigUInt64LE(32);
}
