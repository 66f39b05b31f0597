import { describe, expect, test } from 'vitest';
import { parseSecurityDescriptor, parseSid } from '../../../main/host/windows/win32/security/security-descriptor.ts';

/** The parts of a SID as they lie in memory. */
function sid(authority: number, ...parts: number[]): Buffer {
  const bytes = Buffer.alloc(8 + parts.length * 4);
  bytes.writeUInt8(1, 0);
  bytes.writeUInt8(parts.length, 1);
  bytes.writeUIntBE(authority, 2, 6);
  for (const [index, part] of parts.entries()) bytes.writeUInt32LE(part, 8 + index * 4);
  return bytes;
}

function entry(type: number, flags: number, mask: number, who: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt8(type, 0);
  header.writeUInt8(flags, 1);
  header.writeUInt16LE(8 + who.length, 2);
  header.writeUInt32LE(mask >>> 0, 4);
  return Buffer.concat([header, who]);
}

function descriptor(owner: Buffer | null, entries: Buffer[] | null, control = 0x8004): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt8(1, 0);
  header.writeUInt16LE(control, 2);
  const list = Buffer.concat([Buffer.alloc(8), ...(entries ?? [])]);
  list.writeUInt8(2, 0);
  list.writeUInt16LE(list.length, 2);
  list.writeUInt16LE(entries?.length ?? 0, 4);
  if (owner !== null) header.writeUInt32LE(20, 4);
  if (entries !== null) header.writeUInt32LE(20 + (owner?.length ?? 0), 16);
  return Buffer.concat([header, owner ?? Buffer.alloc(0), entries === null ? Buffer.alloc(0) : list]);
}

const ADMINISTRATORS = sid(5, 32, 544);

describe('who owns an object and who may use it', () => {
  test('is read with every entry in its order', () => {
    const bytes = descriptor(ADMINISTRATORS, [
      entry(1, 0, 0x1f01ff, sid(5, 2)),
      entry(0, 0x0b, 0x1200a9, sid(5, 32, 545)),
      entry(0, 0, 0x8000_0000, sid(1, 0)),
    ]);
    expect(parseSecurityDescriptor(bytes)).toEqual({
      owner: 'S-1-5-32-544',
      entries: [
        { kind: 'deny', inheritOnly: false, mask: 0x1f01ff, sid: 'S-1-5-2' },
        { kind: 'allow', inheritOnly: true, mask: 0x1200a9, sid: 'S-1-5-32-545' },
        { kind: 'allow', inheritOnly: false, mask: 0x8000_0000, sid: 'S-1-1-0' },
      ],
    });
  });

  test('a missing list, which lets everybody do everything, is not taken for an empty one', () => {
    expect(parseSecurityDescriptor(descriptor(ADMINISTRATORS, null)).entries).toBeNull();
    expect(parseSecurityDescriptor(descriptor(ADMINISTRATORS, [], 0x8000)).entries).toBeNull();
    expect(parseSecurityDescriptor(descriptor(ADMINISTRATORS, [])).entries).toEqual([]);
  });

  test('an entry with a condition or of a new kind is not taken for a plain one', () => {
    const bytes = descriptor(null, [entry(9, 0, 0x1f01ff, sid(1, 0))]);
    expect(parseSecurityDescriptor(bytes)).toEqual({
      owner: null,
      entries: [{ kind: 'other', inheritOnly: false, mask: 0x1f01ff, sid: '' }],
    });
  });

  test('an account of a machine has all its parts', () => {
    expect(parseSid(sid(5, 21, 4_000_000_000, 2, 3, 1001))).toBe('S-1-5-21-4000000000-2-3-1001');
  });

  test.each([
    ['cut off in its header', Buffer.alloc(10)],
    ['not self-relative', descriptor(ADMINISTRATORS, [], 0x0004)],
    ['an entry longer than its list', Buffer.concat([descriptor(null, [entry(0, 0, 1, sid(5, 18))]).subarray(0, 34)])],
    [
      'an owner outside',
      (() => {
        const bytes = descriptor(null, []);
        bytes.writeUInt32LE(4000, 4);
        return bytes;
      })(),
    ],
  ])('damaged bytes end in an error and never in a looser list: %s', (_name, bytes) => {
    expect(() => parseSecurityDescriptor(bytes)).toThrow(RangeError);
  });

  test('every way to cut it off ends in an error', () => {
    const whole = descriptor(ADMINISTRATORS, [entry(0, 0, 1, sid(5, 18)), entry(0, 0, 1, ADMINISTRATORS)]);
    for (let length = 0; length < whole.length; length += 1) {
      expect(() => parseSecurityDescriptor(whole.subarray(0, length))).toThrow(RangeError);
    }
  });
});
