/** What an access control entry does. `other` kinds (conditions, objects, audits) are not understood here. */
export interface AccessEntry {
  kind: 'allow' | 'deny' | 'other';
  /** Does not count for the object itself, only for what is made inside it. */
  inheritOnly: boolean;
  /** Access rights as bits (`FILE_*`, `GENERIC_*`, ... of winnt.h). */
  mask: number;
  /** Whom it is about, as `S-1-...`; empty where the kind is `other`. */
  sid: string;
}

/** Who owns an object and who may do what with it. */
export interface SecurityDescriptor {
  /** `S-1-...`; null where there is none. */
  owner: string | null;
  /** In their order; null where there is no list at all, which lets everybody do everything. */
  entries: AccessEntry[] | null;
}

const HEADER_BYTES = 20;
const DACL_PRESENT = 0x0004;
const SELF_RELATIVE = 0x8000;
const INHERIT_ONLY = 0x08;
const KINDS: Record<number, AccessEntry['kind']> = { 0: 'allow', 1: 'deny' };

/**
 * Reads a self-relative security descriptor (`SECURITY_DESCRIPTOR_RELATIVE`, [MS-DTYP] 2.4.6).
 * Throws RangeError where its offsets or sizes do not fit.
 */
export function parseSecurityDescriptor(bytes: Buffer): SecurityDescriptor {
  if (bytes.length < HEADER_BYTES) throw new RangeError('a security descriptor is shorter than its header');
  const control = bytes.readUInt16LE(2);
  if ((control & SELF_RELATIVE) === 0) throw new RangeError('a security descriptor is not self-relative');
  const owner = bytes.readUInt32LE(4);
  const dacl = bytes.readUInt32LE(16);
  return {
    owner: owner === 0 ? null : parseSid(bytes.subarray(owner)),
    entries: (control & DACL_PRESENT) === 0 || dacl === 0 ? null : parseAcl(bytes.subarray(dacl)),
  };
}

function parseAcl(bytes: Buffer): AccessEntry[] {
  const list = bytes.subarray(0, bytes.readUInt16LE(2));
  const count = list.readUInt16LE(4);
  const entries: AccessEntry[] = [];
  let at = 8;
  for (let index = 0; index < count; index += 1) {
    const size = list.readUInt16LE(at + 2);
    if (size < 8 || at + size > list.length) throw new RangeError('an access entry does not fit its list');
    entries.push(parseEntry(list.subarray(at, at + size)));
    at += size;
  }
  return entries;
}

function parseEntry(bytes: Buffer): AccessEntry {
  const kind = KINDS[bytes.readUInt8(0)] ?? 'other';
  return {
    kind,
    inheritOnly: (bytes.readUInt8(1) & INHERIT_ONLY) !== 0,
    mask: bytes.readUInt32LE(4),
    sid: kind === 'other' ? '' : parseSid(bytes.subarray(8)),
  };
}

/** A security identifier ([MS-DTYP] 2.4.2) as `S-1-...`. Throws RangeError where it is cut off. */
export function parseSid(bytes: Buffer): string {
  const revision = bytes.readUInt8(0);
  const count = bytes.readUInt8(1);
  const authority = bytes.readUIntBE(2, 6);
  const parts = Array.from({ length: count }, (_, index) => bytes.readUInt32LE(8 + index * 4));
  return ['S', revision, authority, ...parts].join('-');
}
