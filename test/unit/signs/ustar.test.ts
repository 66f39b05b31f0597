import { describe, expect, it } from 'vitest';
import { writeUstar } from '../../../main/receipt/ustar.ts';

const WHEN = new Date('2026-11-23T08:00:00.000Z');

describe('the archive', () => {
  it('is made of whole blocks and ends with two empty ones, whatever the lengths', () => {
    for (const length of [0, 1, 511, 512, 513]) {
      const archive = writeUstar([{ name: 'a.json', content: Buffer.alloc(length, 'x') }], WHEN);
      expect(archive.length % 512).toBe(0);
      expect(archive.subarray(-1024).every((byte) => byte === 0)).toBe(true);
      expect(archive.subarray(512, 512 + length).toString()).toBe('x'.repeat(length));
    }
  });

  it('is the same for the same content', () => {
    const make = () => writeUstar([{ name: 'a', content: Buffer.from('x') }], WHEN);
    expect(make()).toEqual(make());
  });

  it.each(['../a', '/a', 'a/../b', 'a\nb', '', 'a'.repeat(120), 'ä'])('refuses the name %j', (name) => {
    expect(() => writeUstar([{ name, content: Buffer.alloc(0) }], WHEN)).toThrow(TypeError);
  });
});
