import { parseVers } from './vers.ts';
import { parseVersion } from './version.ts';
import { matchBound, type RangeMatch, type VersionBound } from './version-bound.ts';

export type { RangeMatch } from './version-bound.ts';

/** A version range as alternatives, of which one must hold; an alternative holds when all its bounds do, and without any always. */
export type VersionRange = readonly (readonly VersionBound[])[];

/**
 * Reads a version range; null where it cannot be read in full. Forms: `4.0` (the leading parts are equal), `<= 1.7` (compared
 * to the bound's length, so 1.7.5 is inside), `>= 4.0.1` (numeric), several of the latter joined by `|`, which means AND there,
 * and `vers:` ranges (see `parseVers`), where `|` separates alternatives.
 */
export function parseRange(range: string): VersionRange | null {
  return range.startsWith('vers:') ? parseVers(range) : parseFreeText(range);
}

/**
 * Whether a version lies in a range. A version that stops inside a bound stands for every version that begins so: `4.0`
 * against `>= 4.0.1` could be 4.0.0 or 4.0.7 and is `undecided`, `1.0` against `>= 1.0.0` is `inside` whatever follows. A
 * version that cannot be parsed is `undecided`, except against "all versions". Throws a `RangeError` for a range that cannot
 * be read: whoever takes in a range checks it with `parseRange` first.
 */
export function matchRange(range: string, version: string): RangeMatch {
  const alternatives = parseRange(range);
  if (alternatives === null) throw new RangeError(`unreadable version range: ${range}`);
  const value = parseVersion(version);
  const matches = alternatives.map((bounds) => matchAll(bounds, value));
  if (matches.includes('inside')) return 'inside';
  return matches.includes('undecided') ? 'undecided' : 'outside';
}

function matchAll(bounds: readonly VersionBound[], value: readonly number[] | null): RangeMatch {
  if (bounds.length === 0) return 'inside';
  if (value === null) return 'undecided';
  const matches = bounds.map((bound) => matchBound(bound, value));
  if (matches.includes('outside')) return 'outside';
  return matches.includes('undecided') ? 'undecided' : 'inside';
}

function parseFreeText(range: string): VersionRange | null {
  const texts = range.split('|').map((text) => text.trim());
  const bounds: VersionBound[] = [];
  for (const text of texts) {
    const { sign = '', bound = '' } = /^(?<sign><=|>=)?\s*(?<bound>\S+)$/.exec(text)?.groups ?? {};
    const parts = parseVersion(bound);
    if (parts === null || (sign === '' && texts.length > 1)) return null;
    bounds.push({ kind: sign === '<=' ? 'at-most' : sign === '>=' ? 'at-least' : 'equal', parts });
  }
  return [bounds];
}
