import { parseVersion } from './version.ts';

export type RangeMatch = 'inside' | 'outside' | 'undecided';

type Bound = { kind: 'prefix' | 'at-most' | 'at-least'; parts: readonly number[] };

/**
 * Whether a version lies in a range of the advisory. Forms: `4.0` (the leading parts are equal), `<= 1.7` (compared to the
 * bound's length, so 1.7.5 is inside), `>= 4.0.1` (numeric), several of the latter joined by `|`, which means AND there, and
 * `vers:all/*`, which holds for unreadable versions too.
 *
 * A version that stops inside the bound stands for every version that begins so: `4.0` against `>= 4.0.1` could be 4.0.0 or
 * 4.0.7 and is `undecided`, `1.0` against `>= 1.0.0` is `inside` whatever follows. A version that cannot be parsed is
 * `undecided`. Throws a `RangeError` for a range that cannot be read: ranges are our own data.
 */
export function matchRange(range: string, version: string): RangeMatch {
  if (range === 'vers:all/*') return 'inside';
  const bounds = parseBounds(range);
  const value = parseVersion(version);
  if (value === null) return 'undecided';
  const matches = bounds.map((bound) => matchBound(bound, value));
  if (matches.includes('outside')) return 'outside';
  return matches.includes('undecided') ? 'undecided' : 'inside';
}

function parseBounds(range: string): Bound[] {
  const texts = range.split('|').map((text) => text.trim());
  return texts.map((text) => {
    const { sign = '', bound = '' } = /^(?<sign><=|>=)?\s*(?<bound>\S+)$/.exec(text)?.groups ?? {};
    const parts = parseVersion(bound);
    if (parts === null || (sign === '' && texts.length > 1)) throw new RangeError(`unreadable version range: ${range}`);
    return { kind: sign === '<=' ? 'at-most' : sign === '>=' ? 'at-least' : 'prefix', parts };
  });
}

function matchBound({ kind, parts }: Bound, value: readonly number[]): RangeMatch {
  const order = compareSharedParts(value, parts);
  if (order !== 0) {
    const wanted = kind === 'at-most' ? -1 : kind === 'at-least' ? 1 : 0;
    return order === wanted ? 'inside' : 'outside';
  }
  if (value.length >= parts.length) return 'inside';
  const nothingLower = kind === 'at-least' && parts.slice(value.length).every((part) => part === 0);
  return nothingLower ? 'inside' : 'undecided';
}

function compareSharedParts(value: readonly number[], bound: readonly number[]): -1 | 0 | 1 {
  for (const [index, part] of bound.entries()) {
    const own = value[index];
    if (own === undefined) return 0;
    if (own !== part) return own < part ? -1 : 1;
  }
  return 0;
}
