import { parseVersion } from './version.ts';
import { compareVersions, type VersionBound } from './version-bound.ts';

/** Schemes whose versions are compared number by number. `deb`, `rpm`, `npm` and the rest order versions by rules of their own. */
const NUMERIC_SCHEMES = new Set(['generic', 'intdot', 'semver']);
const ALL_SCHEMES = new Set(['all', ...NUMERIC_SCHEMES]);

const KINDS: Record<string, VersionBound['kind']> = {
  '': 'equal',
  '!=': 'not-equal',
  '<': 'below',
  '<=': 'at-most',
  '>': 'above',
  '>=': 'at-least',
};

/**
 * Reads a `vers:` range (Package URL project, VERSION-RANGE-SPEC) of a numeric scheme with versions of two to four parts; null
 * for everything else, and for what the specification calls invalid. The constraints, sorted by version, are signposts:
 * neighbours `>` and `<` enclose an interval, a first `<` and a last `>` are open-ended, single versions stand for themselves,
 * and `!=` takes one out. Each interval and each single version is one alternative of the answer.
 */
export function parseVers(text: string): VersionBound[][] | null {
  const { scheme = '', list = '' } = /^vers:(?<scheme>[a-z]+)\/(?<list>.*)$/.exec(text)?.groups ?? {};
  if (list.trim() === '*') return ALL_SCHEMES.has(scheme) ? [[]] : null;
  if (!NUMERIC_SCHEMES.has(scheme)) return null;
  const constraints = parseConstraints(list);
  if (constraints === null || !isValid(constraints)) return null;
  return alternatives(constraints);
}

function parseConstraints(list: string): VersionBound[] | null {
  const constraints: VersionBound[] = [];
  for (const text of list.split('|').map((part) => part.trim())) {
    // The specification ignores leading, trailing and doubled pipes.
    if (text === '') continue;
    const { sign = '', version = '' } = /^(?<sign>!=|<=|>=|<|>)?\s*(?<version>\S+)$/.exec(text)?.groups ?? {};
    const kind = KINDS[sign];
    const parts = parseVersion(version);
    if (kind === undefined || parts === null) return null;
    constraints.push({ kind, parts });
  }
  return constraints.sort((one, other) => compareVersions(one.parts, other.parts));
}

/** The specification's rules: at least one constraint, each version once, and neighbours that do not contradict each other. */
function isValid(sorted: readonly VersionBound[]): boolean {
  if (sorted.length === 0) return false;
  const unique = sorted.every(({ parts }, index) => {
    const next = sorted[index + 1];
    return next === undefined || compareVersions(parts, next.parts) !== 0;
  });
  const kept = sorted.filter(({ kind }) => kind !== 'not-equal');
  return unique && kept.every((bound, index) => mayFollow(bound, kept[index + 1]));
}

function mayFollow({ kind }: VersionBound, next: VersionBound | undefined): boolean {
  if (next === undefined) return true;
  const nextIsUpper = isUpper(next);
  return kind === 'above' || kind === 'at-least' ? nextIsUpper : !nextIsUpper;
}

function isUpper({ kind }: VersionBound): boolean {
  return kind === 'below' || kind === 'at-most';
}

function alternatives(sorted: readonly VersionBound[]): VersionBound[][] {
  const exclusions = sorted.filter(({ kind }) => kind === 'not-equal');
  const single = sorted.filter(({ kind }) => kind === 'equal').map((bound) => [bound]);
  const signposts = sorted.filter(({ kind }) => kind !== 'not-equal' && kind !== 'equal');
  const intervals: VersionBound[][] = [];
  for (const bound of signposts) {
    const open = intervals.at(-1);
    if (isUpper(bound) && open?.length === 1 && !open.some(isUpper)) open.push(bound);
    else intervals.push([bound]);
  }
  if (intervals.length === 0 && single.length === 0) return [exclusions];
  return [...single, ...intervals].map((bounds) => [...bounds, ...exclusions]);
}
