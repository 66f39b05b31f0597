import { type Handle, withHandle } from './handle.ts';
import { tokenInformation, userOf, withProcess, withToken } from './security/token.ts';
import { sidAt } from './sid.ts';
import { win32 } from './system-library.ts';
import { ERROR, lastError, Win32Error } from './win32-error.ts';

/** A process as the system lists it. The parent may have ended, and its number may be somebody else's by now. */
export interface ListedProcess {
  pid: number;
  parentPid: number;
  /** File name of its program. */
  name: string;
}

/** What a process is, as far as this one may know. */
export interface ProcessDetails {
  imagePath: string | null;
  /** SID of the account it runs as. */
  accountSid: string | null;
  /** Whether it was started with membership in Administrators, in use or held back; null: not readable. */
  administratorToken: boolean | null;
  /** When it began, in 100 ns since 1601; null: not readable. */
  beganAt: bigint | null;
}

const SNAPSHOT_PROCESSES = 0x2;
const INVALID_HANDLE = -1;
/** `PROCESSENTRY32W` on 64 bits. */
const ENTRY_BYTES = 568;
const ADMINISTRATORS = 'S-1-5-32-544';
const PATH_UNITS = 32_768;

const createSnapshot = () => win32('kernel32.dll', 'int64 __stdcall CreateToolhelp32Snapshot(uint32 what, uint32 pid)');
const firstProcess = () => win32('kernel32.dll', 'int __stdcall Process32FirstW(int64 snapshot, void *entry)');
const nextProcess = () => win32('kernel32.dll', 'int __stdcall Process32NextW(int64 snapshot, void *entry)');
const imageName = () =>
  win32(
    'kernel32.dll',
    'int __stdcall QueryFullProcessImageNameW(int64 process, uint32 flags, void *name, _Inout_ uint32 *units)',
  );
const processTimes = () =>
  win32(
    'kernel32.dll',
    'int __stdcall GetProcessTimes(int64 process, void *began, void *ended, void *kernel, void *user)',
  );
const closeHandle = () => win32('kernel32.dll', 'int __stdcall CloseHandle(int64 handle)');

/** Every process of this machine. Throws Win32Error. */
export function listProcesses(): ListedProcess[] {
  const snapshot = createSnapshot()(SNAPSHOT_PROCESSES, 0);
  if (snapshot === INVALID_HANDLE) throw lastError('CreateToolhelp32Snapshot');
  return withHandle(snapshot, closeHandle(), (handle) => {
    const processes: ListedProcess[] = [];
    const entry = Buffer.alloc(ENTRY_BYTES);
    entry.writeUInt32LE(ENTRY_BYTES, 0);
    let more = firstProcess()(handle, entry);
    let end = lastError('Process32FirstW');
    while (more !== 0) {
      processes.push({
        pid: entry.readUInt32LE(8),
        parentPid: entry.readUInt32LE(32),
        name: entry.toString('utf16le', 44).split('\0', 1)[0] ?? '',
      });
      more = nextProcess()(handle, entry);
      end = lastError('Process32NextW');
    }
    if (end.code !== ERROR.noMoreFiles) throw end;
    return processes;
  });
}

/** Program, account and start of a process; null where this process may not know or it has ended. */
export function processDetails(pid: number): ProcessDetails {
  const unknown = { imagePath: null, accountSid: null, administratorToken: null, beganAt: null };
  const details = orNull(() =>
    withProcess(pid, (process) => ({
      ...unknown,
      imagePath: imagePathOf(process),
      ...accountOf(process),
      beganAt: beganAt(process),
    })),
  );
  return details ?? unknown;
}

function imagePathOf(process: Handle): string | null {
  const name = Buffer.alloc(PATH_UNITS * 2);
  const units: [number] = [PATH_UNITS];
  return imageName()(process, 0, name, units) === 0 ? null : name.toString('utf16le', 0, units[0] * 2);
}

function accountOf(process: Handle): Pick<ProcessDetails, 'accountSid' | 'administratorToken'> | null {
  return orNull(() =>
    withToken(process, (token) => ({
      accountSid: orNull(() => userOf(token)),
      administratorToken: orNull(() => groupSids(tokenInformation(token, 'groups')).includes(ADMINISTRATORS)),
    })),
  );
}

/** Null for what this process may not know. */
function orNull<T>(ask: () => T): T | null {
  try {
    return ask();
  } catch (error) {
    if (error instanceof Win32Error) return null;
    throw error;
  }
}

/** `TOKEN_GROUPS`: how many, then address and attributes of each SID. */
function groupSids(groups: Buffer): string[] {
  return Array.from({ length: groups.readUInt32LE(0) }, (_, index) => sidAt(groups.readBigUInt64LE(8 + index * 16)));
}

function beganAt(process: Handle): bigint | null {
  const times = Buffer.alloc(32);
  const [began, ended, kernel, user] = [0, 8, 16, 24].map((at) => times.subarray(at, at + 8));
  return processTimes()(process, began, ended, kernel, user) === 0 ? null : times.readBigUInt64LE(0);
}
