import { describe, expect, test } from 'vitest';
import { matchRange, type RangeMatch } from '../../../main/catalogue/range.ts';

/** Range verbatim; versions inside, outside, undecided. */
const BOUNDARIES: [string, string[], string[], string[]][] = [
  ['4.0.0', ['4.0.0', '4.0.0.1769'], ['4.0.1', '4.0.5', '4.1', '3.9.9', '5.0.0'], ['4', '4.0']],
  ['4.0.5', ['4.0.5', '4.0.5.1'], ['4.0.4', '4.0.6', '4.0.50', '4.2.1'], ['4.0']],
  ['>= 2.0', ['2.0', '2.0.0.0', '2.2.1.9', '3.0', '10.0'], ['1.9', '1.99.9.9', '0.0'], ['2', '']],
  ['4.0', ['4.0', '4.0.0.1769', '4.0.65535'], ['4.1', '3.1.0.13', '40.0', '0.4', '4.10'], ['4']],
  ['>= 4.0.1', ['4.0.1', '4.0.1.12', '4.1', '4.0.2', '5.0'], ['4.0.0', '4.0.0.9', '3.9'], ['4', '4.0']],
  [
    '>= 1.0.0  | <= 1.3.1',
    ['1.0.0', '1.0', '1.2', '1.3.0', '1.3.1', '1.3.1.0', '1.3.1.7', '1.3.1.65535'],
    ['1.3.2', '1.3.2.0', '1.3.3', '1.4', '2.0', '0.9', '0.9.9.9'],
    ['1', '1.3'],
  ],
  ['>= 1.3.3', ['1.3.3', '1.3.3.1', '1.4', '2.0'], ['1.3.2', '1.3.2.9', '1.3.1', '1.2'], ['1.3', '1']],
  [
    '<= 1.4.1',
    ['1.4.1', '1.4.1.9', '1.4.0', '1.3', '1.1.0.27334', '0.1'],
    ['1.4.2', '1.5', '1.7', '2.0'],
    ['1.4', '1'],
  ],
  ['<= 1.7', ['1.7', '1.7.0', '1.7.5', '1.7.65535.1', '1.6', '1.3.1', '0.0'], ['1.8', '1.8.1', '2.0', '1.10'], ['1']],
  ['1.8', ['1.8', '1.8.1', '1.8.0.12'], ['1.7.5', '1.9', '1.80', '18.0'], ['1']],
  ['>= 1.4.2 | <= 1.7', ['1.4.2', '1.5', '1.6', '1.7', '1.7.9'], ['1.4.1', '1.4.1.9', '1.8', '1.3'], ['1.4']],
  ['1.3.2', ['1.3.2', '1.3.2.4'], ['1.3.1', '1.3.3', '1.3.20'], ['1.3']],
];

const CASES = BOUNDARIES.flatMap(([range, inside, outside, undecided]) =>
  [
    ...inside.map((version): [string, RangeMatch] => [version, 'inside']),
    ...outside.map((version): [string, RangeMatch] => [version, 'outside']),
    ...undecided.map((version): [string, RangeMatch] => [version, 'undecided']),
  ].map(([version, expected]) => ({ range, version, expected })),
);

describe('a version at the edge of a range', () => {
  test.each(CASES)('$version against "$range" is $expected', ({ range, version, expected }) => {
    expect(matchRange(range, version)).toBe(expected);
  });
});

describe('a version nobody can read', () => {
  const rubbish = ['', '4', 'v4.0', '65536.0', '1.2.x', '-1.0', '\u0664.\u0660', '4.0 ', '1.2.3.4.5', 'rubbish'];

  test.each(BOUNDARIES.map(([range]) => range))('is never outside "%s"', (range) => {
    for (const version of rubbish) expect(matchRange(range, version)).toBe('undecided');
  });

  test('is still inside "all versions"', () => {
    for (const version of rubbish) expect(matchRange('vers:all/*', version)).toBe('inside');
  });
});

test.each(['', '4', '4.x', '> 4.0', '= 4.0', '>= 4.0 <= 5.0', '>= 4.0 |', '4.0 | 5.0', 'vers:all', '>= 65536.0'])(
  'a range we cannot read ourselves ("%s") is a defect, not an answer',
  (range) => {
    expect(() => matchRange(range, '4.0')).toThrow(RangeError);
    expect(() => matchRange(range, 'rubbish')).toThrow(RangeError);
  },
);
