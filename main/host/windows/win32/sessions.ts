import { bytesAt, textAt } from './memory.ts';
import { win32 } from './system-library.ts';
import { ERROR, lastError, Win32Error } from './win32-error.ts';

/** Somebody who is logged on and in front. */
export interface ActiveSession {
  id: number;
  /** Whether this is the session of the machine's own screen. */
  console: boolean;
  domain: string;
  user: string;
}

const ACTIVE = 0;
const USER_NAME = 5;
const DOMAIN_NAME = 7;
/** `WTS_SESSION_INFOW` on 64 bits: id, name of the station, state. */
const SESSION_BYTES = 24;

const consoleSession = () => win32('kernel32.dll', 'uint32 __stdcall WTSGetActiveConsoleSessionId()');
const enumSessions = () =>
  win32(
    'wtsapi32.dll',
    'int __stdcall WTSEnumerateSessionsW(uint64 server, uint32 reserved, uint32 version, _Out_ uint64 *list, _Out_ uint32 *count)',
  );
const querySession = () =>
  win32(
    'wtsapi32.dll',
    'int __stdcall WTSQuerySessionInformationW(uint64 server, uint32 session, int what, _Out_ uint64 *buffer, _Out_ uint32 *bytes)',
  );
const freeMemory = () => win32('wtsapi32.dll', 'void __stdcall WTSFreeMemory(uint64 memory)');

/** The active sessions somebody is logged on to. Throws Win32Error. */
export function activeSessions(): ActiveSession[] {
  const list: [number | bigint] = [0];
  const count: [number] = [0];
  if (enumSessions()(0, 0, 1, list, count) === 0) throw lastError('WTSEnumerateSessionsW');
  // Every Windows has at least the session its services run in.
  if (count[0] === 0) throw new Win32Error('WTSEnumerateSessionsW', ERROR.noMoreItems);
  try {
    const rows = bytesAt(list[0], count[0] * SESSION_BYTES);
    const console = consoleSession()();
    return Array.from({ length: count[0] }, (_, index) => rows.subarray(index * SESSION_BYTES))
      .filter((row) => row.readUInt32LE(16) === ACTIVE)
      .map((row) => row.readUInt32LE(0))
      .map((id) => ({ id, console: id === console, domain: textOf(id, DOMAIN_NAME), user: textOf(id, USER_NAME) }))
      .filter(({ user }) => user !== '');
  } finally {
    if (BigInt(list[0]) !== 0n) freeMemory()(list[0]);
  }
}

function textOf(session: number, what: number): string {
  const buffer: [number | bigint] = [0];
  if (querySession()(0, session, what, buffer, [0]) === 0) throw lastError('WTSQuerySessionInformationW');
  try {
    return textAt(buffer[0]);
  } finally {
    freeMemory()(buffer[0]);
  }
}
