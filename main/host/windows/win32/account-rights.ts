import { type Handle, withHandle } from './handle.ts';
import { addressOf, bytesAt } from './memory.ts';
import { sidBytes } from './sid.ts';
import { win32 } from './system-library.ts';
import { Win32Error } from './win32-error.ts';

/** `POLICY_LOOKUP_NAMES | POLICY_CREATE_ACCOUNT | POLICY_VIEW_LOCAL_INFORMATION`. */
const ACCESS = 0x811;
/** `LSA_OBJECT_ATTRIBUTES` and `LSA_UNICODE_STRING` on 64 bits. */
const ATTRIBUTES_BYTES = 48;
const STRING_BYTES = 16;
/** `STATUS_OBJECT_NAME_NOT_FOUND`: the account has no rights of its own. */
const NO_RIGHTS = 0xc000_0034;

const openPolicy = () =>
  win32(
    'advapi32.dll',
    'uint32 __stdcall LsaOpenPolicy(void *system, void *attributes, uint32 access, _Out_ int64 *policy)',
  );
const closePolicy = () => win32('advapi32.dll', 'uint32 __stdcall LsaClose(int64 policy)');
const enumRights = () =>
  win32(
    'advapi32.dll',
    'uint32 __stdcall LsaEnumerateAccountRights(int64 policy, void *sid, _Out_ uint64 *list, _Out_ uint32 *count)',
  );
const addRights = () =>
  win32('advapi32.dll', 'uint32 __stdcall LsaAddAccountRights(int64 policy, void *sid, void *rights, uint32 count)');
const removeRights = () =>
  win32(
    'advapi32.dll',
    'uint32 __stdcall LsaRemoveAccountRights(int64 policy, void *sid, uint8 all, void *rights, uint32 count)',
  );
const freeMemory = () => win32('advapi32.dll', 'uint32 __stdcall LsaFreeMemory(uint64 memory)');
const toError = () => win32('advapi32.dll', 'uint32 __stdcall LsaNtStatusToWinError(uint32 status)');

/** Rights and privileges given to an account itself ("SeServiceLogonRight"). Throws Win32Error. */
export function rightsOfAccount(sid: string): string[] {
  return withPolicy((policy) => {
    const list: [number | bigint] = [0];
    const count: [number] = [0];
    const status = enumRights()(policy, sidBytes(sid), list, count);
    if (status === NO_RIGHTS) return [];
    if (status !== 0) throw failed('LsaEnumerateAccountRights', status);
    try {
      const entries = bytesAt(list[0], count[0] * STRING_BYTES);
      return Array.from({ length: count[0] }, (_, index) => {
        const at = index * STRING_BYTES;
        return bytesAt(entries.readBigUInt64LE(at + 8), entries.readUInt16LE(at)).toString('utf16le');
      });
    } finally {
      freeMemory()(list[0]);
    }
  });
}

/** Gives an account a right; that it has it is to be read. Throws Win32Error. */
export function addRightToAccount(sid: string, right: string): void {
  withPolicy((policy) =>
    withRightName(right, (name) => {
      const status = addRights()(policy, sidBytes(sid), name, 1);
      if (status !== 0) throw failed('LsaAddAccountRights', status);
    }),
  );
}

/** Takes one right from an account and leaves its others; that it is gone is to be read. Throws Win32Error. */
export function removeRightFromAccount(sid: string, right: string): void {
  withPolicy((policy) =>
    withRightName(right, (name) => {
      const status = removeRights()(policy, sidBytes(sid), 0, name, 1);
      if (status !== 0 && status !== NO_RIGHTS) throw failed('LsaRemoveAccountRights', status);
    }),
  );
}

/** Lends a right's name as an `LSA_UNICODE_STRING`, which holds only the address of its text. */
function withRightName(right: string, use: (name: Buffer) => void): void {
  const text = Buffer.from(right, 'utf16le');
  const name = Buffer.alloc(STRING_BYTES);
  name.writeUInt16LE(text.length, 0);
  name.writeUInt16LE(text.length, 2);
  name.writeBigUInt64LE(addressOf(text), 8);
  use(name);
  // Kept until here.
  text.fill(0);
}

function withPolicy<T>(use: (policy: Handle) => T): T {
  const policy: [number] = [0];
  const status = openPolicy()(null, Buffer.alloc(ATTRIBUTES_BYTES), ACCESS, policy);
  if (status !== 0) throw failed('LsaOpenPolicy', status);
  return withHandle(policy[0], closePolicy(), use);
}

function failed(call: string, status: number): Win32Error {
  return new Win32Error(call, toError()(status));
}
