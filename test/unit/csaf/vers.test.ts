import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchRange, parseRange, type RangeMatch } from '../../../main/catalogue/range.ts';

const CASES: [string, string[], string[], string[]][] = [
  ['vers:generic/>=1.0|<2.0', ['1.0', '1.0.0', '1.9.9.9'], ['0.9', '2.0', '2.0.0.1', '3.1'], ['1', 'rubbish']],
  ['vers:intdot/>=1.0.0|<=1.7|>=2.0|<2.3', ['1.0.0', '1.7.5', '2.0', '2.2.9'], ['0.9', '1.8', '1.9.9', '2.3'], []],
  ['vers:semver/1.2.3|>=2.0.0|<2.5.0', ['1.2.3', '1.2.3.7', '2.0', '2.4.9'], ['1.2.4', '1.9', '2.5'], ['1.2']],
  ['vers:generic/!=1.5.0', ['1.4', '1.5.1', '1.5.0.2', '9.0'], ['1.5.0', '1.5.0.0'], ['1.5', 'rubbish']],
  ['vers:intdot/>=1.0|!=1.2|<3.0', ['1.0', '1.2.1', '2.9'], ['1.2', '1.2.0', '3.0', '0.9'], []],
  ['vers:intdot/>3.1', ['3.1.1', '3.2', '4.0'], ['3.1', '3.1.0', '3.0'], []],
  ['vers:intdot/<=1.7|>2.0', ['0.1', '1.7.5', '2.0.1'], ['1.8', '2.0'], []],
  ['vers:generic/1.0|2.0', ['1.0', '1.0.5', '2.0'], ['1.1', '3.0'], []],
  ['vers:generic/ <2.0 | >= 1.0 |', ['1.0'], ['2.0'], []],
  ['vers:generic/*', ['1.0', 'rubbish', ''], [], []],
];

describe('a version against a vers range', () => {
  test.each(
    CASES.flatMap(([range, inside, outside, undecided]) => [
      ...inside.map((version) => ({ range, version, expected: 'inside' })),
      ...outside.map((version) => ({ range, version, expected: 'outside' })),
      ...undecided.map((version) => ({ range, version, expected: 'undecided' })),
    ]),
  )('$version against "$range" is $expected', ({ range, version, expected }) => {
    expect(matchRange(range, version)).toBe(expected);
  });
});

test.each([
  'vers:deb/1.0',
  'vers:deb/*',
  'vers:none/*',
  'vers:all/1.0',
  'vers:generic/',
  'vers:generic/|',
  'vers:generic/*|1.0',
  'vers:generic/1',
  'vers:generic/1.0-rc1',
  'vers:generic/1%2E0',
  'vers:generic/1. 0',
  'vers:generic/>=1.0|>=2.0',
  'vers:generic/<1.0|<2.0',
  'vers:generic/1.0|<2.0',
  'vers:generic/>1.0|1.5|<2.0',
  'vers:generic/1.0|!=1.0.0',
  'vers:Generic/1.0',
  'VERS:generic/1.0',
  'vers:generic',
])('"%s" is not judged by, because it is invalid or no plain numbers', (range) => {
  expect(parseRange(range)).toBeNull();
});

type Comparator = '=' | '!=' | '<' | '<=' | '>' | '>=';
type Constraint = [Comparator, number];

/** The check of VERSION-RANGE-SPEC ("Checking if a version is contained within a range"), step by step. */
function containedPerSpecification(sorted: readonly Constraint[], tested: number): boolean {
  if (sorted.some(([comparator, version]) => version === tested && ['=', '<=', '>='].includes(comparator))) return true;
  if (sorted.some(([comparator, version]) => version === tested && comparator === '!=')) return false;
  const second = sorted.filter(([comparator]) => comparator !== '=' && comparator !== '!=');
  const first = second[0];
  const last = second.at(-1);
  if (first === undefined || last === undefined) return !sorted.some(([comparator]) => comparator === '=');
  if (first[0].startsWith('<') && tested < first[1]) return true;
  if (last[0].startsWith('>') && tested > last[1]) return true;
  return second.some(([comparator, version], index) => {
    const next = second[index + 1];
    return comparator.startsWith('>') && next?.[0].startsWith('<') === true && version < tested && tested < next[1];
  });
}

test('intervals are read as the specification says, whatever the constraints', () => {
  const comparator = fc.constantFrom<Comparator>('=', '!=', '<', '<=', '>', '>=');
  const constraints = fc.uniqueArray(fc.tuple(comparator, fc.nat(30)), {
    selector: ([, version]) => version,
    minLength: 1,
  });
  let valid = 0;
  fc.assert(
    fc.property(constraints, fc.nat(31), (given, tested) => {
      const text = given.map(([sign, version]) => `${sign === '=' ? '' : sign}1.${version}`).join('|');
      if (parseRange(`vers:generic/${text}`) === null) return;
      valid += 1;
      const sorted = given.toSorted(([, one], [, other]) => one - other);
      const expected: RangeMatch = containedPerSpecification(sorted, tested) ? 'inside' : 'outside';
      expect(matchRange(`vers:generic/${text}`, `1.${tested}`)).toBe(expected);
    }),
    { numRuns: 5000 },
  );
  expect(valid).toBeGreaterThan(200);
});
