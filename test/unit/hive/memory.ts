import type { RandomAccess } from '../../../main/host/windows/hive/random-access.ts';

/** Bytes in memory that refuse every read outside them: a reader that asks for one fails the test. */
export function inMemory(bytes: Buffer): RandomAccess {
  return {
    size: bytes.length,
    async read(at, length) {
      if (at < 0 || length < 0 || at + length > bytes.length) throw new RangeError(`read outside: ${at}, ${length}`);
      return bytes.subarray(at, at + length);
    },
  };
}
