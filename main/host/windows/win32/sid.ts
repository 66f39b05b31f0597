import { bytesAt } from './memory.ts';
import { parseSid } from './security/security-descriptor.ts';
import { win32 } from './system-library.ts';
import { ERROR, lastError } from './win32-error.ts';

/** What a SID stands for (`SID_NAME_USE`). */
export type SidUse = 'user' | 'domain-group' | 'local-group' | 'well-known' | 'other';

/** An account or group by its SID. `name` is as the system writes it, in its own language. */
export interface NamedSid {
  sid: string;
  domain: string;
  name: string;
  use: SidUse;
}

const USES: Readonly<Record<number, SidUse>> = { 1: 'user', 2: 'domain-group', 4: 'local-group', 5: 'well-known' };
const SID_BYTES = 68;
const NAME_UNITS = 512;

const lookupSid = () =>
  win32(
    'advapi32.dll',
    'int __stdcall LookupAccountSidW(str16 system, void *sid, void *name, _Inout_ uint32 *units, void *domain, _Inout_ uint32 *domainUnits, _Out_ uint32 *use)',
  );
const lookupName = () =>
  win32(
    'advapi32.dll',
    'int __stdcall LookupAccountNameW(str16 system, str16 name, void *sid, _Inout_ uint32 *bytes, void *domain, _Inout_ uint32 *domainUnits, _Out_ uint32 *use)',
  );
const computerName = () =>
  win32('kernel32.dll', 'int __stdcall GetComputerNameExW(uint32 which, void *name, _Inout_ uint32 *units)');

/** What a number of `SID_NAME_USE` means. */
export function sidUse(number: number): SidUse {
  return USES[number] ?? 'other';
}

/** The SID at an address. Its second byte says how long it is. */
export function sidAt(address: number | bigint): string {
  return parseSid(bytesAt(address, 8 + 4 * (bytesAt(address, 2)[1] ?? 0)));
}

/** The bytes of a SID written as "S-1-5-32-544". */
export function sidBytes(sid: string): Buffer {
  const match = /^S-1-(\d+)((?:-\d+)+)$/.exec(sid);
  if (match === null) throw new TypeError(`"${sid}" is no SID`);
  const parts = (match[2] ?? '').slice(1).split('-').map(Number);
  const bytes = Buffer.alloc(8 + parts.length * 4);
  bytes[0] = 1;
  bytes[1] = parts.length;
  bytes.writeUIntBE(Number(match[1]), 2, 6);
  parts.forEach((part, index) => {
    bytes.writeUInt32LE(part, 8 + index * 4);
  });
  return bytes;
}

/** The account or group of a SID of this machine; null where nothing has it. Throws Win32Error. */
export function namedBySid(sid: string): NamedSid | null {
  const name = Buffer.alloc(NAME_UNITS * 2);
  const domain = Buffer.alloc(NAME_UNITS * 2);
  const units: [number] = [NAME_UNITS];
  const domainUnits: [number] = [NAME_UNITS];
  const use: [number] = [0];
  if (lookupSid()(null, sidBytes(sid), name, units, domain, domainUnits, use) === 0) {
    const error = lastError('LookupAccountSidW');
    if (error.code === ERROR.noneMapped) return null;
    throw error;
  }
  return { sid, domain: textIn(domain), name: textIn(name), use: sidUse(use[0]) };
}

/** The SID of a name ("sbsuser", "NT AUTHORITY\\LocalService"); null where nothing has it. Throws Win32Error. */
export function sidByName(name: string): { sid: string; use: SidUse } | null {
  const sid = Buffer.alloc(SID_BYTES);
  const domain = Buffer.alloc(NAME_UNITS * 2);
  const bytes: [number] = [SID_BYTES];
  const domainUnits: [number] = [NAME_UNITS];
  const use: [number] = [0];
  if (lookupName()(null, name, sid, bytes, domain, domainUnits, use) === 0) {
    const error = lastError('LookupAccountNameW');
    if (error.code === ERROR.noneMapped) return null;
    throw error;
  }
  return { sid: parseSid(sid), use: sidUse(use[0]) };
}

/** The NetBIOS name of this machine, which stands before its own accounts. Throws Win32Error. */
export function machineName(): string {
  const name = Buffer.alloc(NAME_UNITS * 2);
  const units: [number] = [NAME_UNITS];
  if (computerName()(0, name, units) === 0) throw lastError('GetComputerNameExW');
  return name.toString('utf16le', 0, units[0] * 2);
}

function textIn(buffer: Buffer): string {
  return buffer.toString('utf16le').split('\0', 1)[0] ?? '';
}
