import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { builtInCatalogue } from '../../main/catalogue/catalogue.ts';
import { matchRange } from '../../main/catalogue/range.ts';
import { parseVersion } from '../../main/catalogue/version.ts';

const RUNS = { numRuns: 600 };
const catalogue = builtInCatalogue();

describe('versions', () => {
  test('what is read back as a version is exactly what was written', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9. ]{0,12}$/)), (text) => {
        const parts = parseVersion(text);
        if (parts !== null) expect(parts.join('.')).toBe(text);
      }),
      RUNS,
    );
  });

  test('any text at all against any range of the catalogue gives an answer', () => {
    const ranges = fc.constantFrom(...catalogue.entries.map(({ range }) => range));
    fc.assert(
      fc.property(ranges, fc.string({ unit: 'binary' }), (range, text) => {
        if (parseVersion(text) === null) expect(matchRange(range, text)).not.toBe('outside');
      }),
      RUNS,
    );
  });

  test('a longer version never contradicts what its beginning decided', () => {
    const part = fc.constantFrom(0, 1, 2, 3, 4, 5, 7, 8, 9, 65535);
    const ranges = fc.constantFrom(...catalogue.entries.map(({ range }) => range));
    fc.assert(
      fc.property(ranges, fc.array(part, { minLength: 2, maxLength: 3 }), part, (range, parts, next) => {
        const short = matchRange(range, parts.join('.'));
        if (short !== 'undecided') expect(matchRange(range, [...parts, next].join('.'))).toBe(short);
      }),
      RUNS,
    );
  });
});
