export type RangeMatch = 'inside' | 'outside' | 'undecided';

/** One condition on a version. `parts` are the numbers of the bound, most significant first. */
export interface VersionBound {
  kind: 'equal' | 'not-equal' | 'at-most' | 'below' | 'at-least' | 'above';
  parts: readonly number[];
}

/**
 * Whether a version meets a bound. Where the version has more parts than the bound, the reading that covers more versions
 * counts: 1.7.5 meets `= 1.7`, `<= 1.7` and `> 1.7`, because advisories name versions more coarsely than software does. A
 * version that stops inside the bound stands for every version that begins so, and is `undecided` where these differ.
 */
export function matchBound({ kind, parts }: VersionBound, value: readonly number[]): RangeMatch {
  const order = compareSharedParts(value, parts);
  if (order !== 0) return meets(kind, order) ? 'inside' : 'outside';
  return value.length >= parts.length ? matchWithinBound(kind, value, parts) : matchShorter(kind, value, parts);
}

/** Compares two versions number by number; a missing part counts as 0. */
export function compareVersions(one: readonly number[], other: readonly number[]): -1 | 0 | 1 {
  for (let index = 0; index < Math.max(one.length, other.length); index += 1) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  return 0;
}

function meets(kind: VersionBound['kind'], order: -1 | 1): boolean {
  if (kind === 'not-equal') return true;
  return order < 0 ? kind === 'at-most' || kind === 'below' : kind === 'at-least' || kind === 'above';
}

/** The value begins with the whole bound. */
function matchWithinBound(kind: VersionBound['kind'], value: readonly number[], parts: readonly number[]): RangeMatch {
  if (kind === 'below') return 'outside';
  if (kind === 'above' || kind === 'not-equal') return compareVersions(value, parts) === 0 ? 'outside' : 'inside';
  return 'inside';
}

/** The value is the beginning of the bound: nothing that begins so is lower than it followed by zeros. */
function matchShorter(kind: VersionBound['kind'], value: readonly number[], parts: readonly number[]): RangeMatch {
  const nothingLower = compareVersions(value, parts) === 0;
  if (nothingLower && kind === 'at-least') return 'inside';
  if (nothingLower && kind === 'below') return 'outside';
  return 'undecided';
}

function compareSharedParts(value: readonly number[], bound: readonly number[]): -1 | 0 | 1 {
  const shared = Math.min(value.length, bound.length);
  return compareVersions(value.slice(0, shared), bound.slice(0, shared));
}
