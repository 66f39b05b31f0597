import { bytesAt, textAt } from './memory.ts';
import { machineName, namedBySid, type SidUse, sidAt, sidByName, sidUse } from './sid.ts';
import { win32 } from './system-library.ts';
import { ERROR, Win32Error } from './win32-error.ts';

/** A local user account. */
export interface LocalUser {
  name: string;
  sid: string;
  disabled: boolean;
}

/** A member of a local group, by SID; `name` as the system writes it. */
export interface GroupMember {
  sid: string;
  name: string;
  use: SidUse;
}

const NORMAL_ACCOUNTS = 2;
const ACCOUNT_DISABLED = 0x2;
/** `USER_INFO_20`: name, full name, comment, flags, id. */
const USER_BYTES = 32;
/** `LOCALGROUP_MEMBERS_INFO_2`: SID, use, name. */
const MEMBER_BYTES = 24;
const ALL = 0xffff_ffff;

const userEnum = () =>
  win32(
    'netapi32.dll',
    'uint32 __stdcall NetUserEnum(str16 server, uint32 level, uint32 filter, _Out_ uint64 *list, uint32 wanted, _Out_ uint32 *count, _Out_ uint32 *total, _Inout_ uint32 *resume)',
  );
const groupMembers = () =>
  win32(
    'netapi32.dll',
    'uint32 __stdcall NetLocalGroupGetMembers(str16 server, str16 group, uint32 level, _Out_ uint64 *list, uint32 wanted, _Out_ uint32 *count, _Out_ uint32 *total, _Inout_ uint64 *resume)',
  );
const freeList = () => win32('netapi32.dll', 'uint32 __stdcall NetApiBufferFree(uint64 list)');

/** The user accounts of this machine itself. Throws Win32Error. */
export function localUsers(): LocalUser[] {
  const resume: [number] = [0];
  const machine = machineName();
  return listed(
    'NetUserEnum',
    USER_BYTES,
    (list, count, total) => userEnum()(null, 20, NORMAL_ACCOUNTS, list, ALL, count, total, resume),
    (entry) => {
      const name = textAt(entry.readBigUInt64LE(0));
      const found = sidByName(`${machine}\\${name}`);
      if (found === null) throw new Win32Error('LookupAccountNameW', ERROR.noneMapped);
      return { name, sid: found.sid, disabled: (entry.readUInt32LE(24) & ACCOUNT_DISABLED) !== 0 };
    },
  );
}

/** The direct members of a local group, given by its SID. Throws Win32Error. */
export function membersOfLocalGroup(groupSid: string): GroupMember[] {
  const group = namedBySid(groupSid);
  if (group === null) throw new Win32Error('LookupAccountSidW', ERROR.noneMapped);
  const resume: [number] = [0];
  return listed(
    'NetLocalGroupGetMembers',
    MEMBER_BYTES,
    (list, count, total) => groupMembers()(null, group.name, 2, list, ALL, count, total, resume),
    (entry) => {
      const at = entry.readBigUInt64LE(0);
      return { sid: sidAt(at), name: textAt(entry.readBigUInt64LE(16)), use: sidUse(entry.readUInt32LE(8)) };
    },
  );
}

type Out = [number];

/** Runs a call that gives a list of its own making, and reads its entries. A list that is not whole is refused. */
function listed<T>(
  call: string,
  entryBytes: number,
  run: (list: Out, count: Out, total: Out) => number,
  make: (entry: Buffer) => T,
): T[] {
  const list: Out = [0];
  const count: Out = [0];
  const total: Out = [0];
  const code = run(list, count, total);
  try {
    if (code !== 0) throw new Win32Error(call, code);
    if (count[0] < total[0]) throw new Win32Error(call, ERROR.moreData);
    const all = bytesAt(list[0], count[0] * entryBytes);
    // Texts and SIDs lie behind the entries, so they are read before the list is freed.
    return Array.from({ length: count[0] }, (_, index) =>
      make(all.subarray(index * entryBytes, (index + 1) * entryBytes)),
    );
  } finally {
    if (list[0] !== 0) freeList()(list[0]);
  }
}
