import type { OwnStart, PathRule, RestrictionLevel, RestrictionPolicy } from '../model/restriction-facts.ts';

/** Whether a Software Restriction Policy lets a file start; `not-known` where a rule that cannot be followed here may decide. */
export type StartDecision = 'allowed' | 'blocked' | 'not-known';

/** From the most to the least restricting. */
const STRICTEST_FIRST: readonly RestrictionLevel[] = [
  'disallowed',
  'untrusted',
  'constrained',
  'basic-user',
  'unrestricted',
];
/** Variables of a person's profile: what they stand for lies below the folder of the profiles. */
const OF_A_PROFILE =
  /%(appdata|localappdata|userprofile|temp|tmp|homepath|username|onedrive|HKEY_CURRENT_USER\\[^%]+)%/i;
const IN_A_PROFILE = /^[a-z]:\\users\\/i;

/**
 * Whether all policies together let a file start. How Windows weighs the policy of a person against that of the machine is not
 * documented; where they differ it is `not-known`.
 */
export function startDecision(policies: readonly RestrictionPolicy[], start: OwnStart): StartDecision {
  const [first = 'allowed', ...others] = policies.map((policy) => decisionOf(policy, start));
  return others.every((decision) => decision === first) ? first : 'not-known';
}

/**
 * Decides as Windows documents it ("How Software Restriction Policies Work", cc786941): a rule about the content wins over one about
 * certificates, that over one about places; of places the more specific wins, of equally specific ones the stricter; where no rule
 * speaks of the file, the default does. Rules about internet zones are for packages that were downloaded and are not followed.
 * Whether a file carries a certificate the policy allows is not looked at: what would be blocked is `not-known` then.
 */
function decisionOf(policy: RestrictionPolicy, start: OwnStart): StartDecision {
  if (!policy.enforced) return 'allowed';
  if (policy.exemptsAdministrators && start.elevated) return 'allowed';
  const byContent = ruleOnContent(policy, start);
  if (byContent !== null) return byContent;
  const decided = levelByPlace(policy, start.path);
  const result: StartDecision = decided === 'unrestricted' ? 'allowed' : 'blocked';
  if (result === 'blocked' && policy.certificates.counted && policy.certificates.allowed.length > 0) return 'not-known';
  const other = policy.paths.some((rule) => mayBeAbout(rule, start.path) && lets(rule.level) !== lets(decided));
  return other ? 'not-known' : result;
}

function lets(level: RestrictionLevel): boolean {
  return level === 'unrestricted';
}

/** Null where no rule about contents speaks of the file. */
function ruleOnContent({ hashes }: RestrictionPolicy, { content }: OwnStart): StartDecision | null {
  if (hashes.length === 0) return null;
  const matching = hashes.filter(({ sha256 }) => sha256 !== null && sha256 === content?.sha256);
  const level = strictest(matching.map((rule) => rule.level));
  if (level !== null) return lets(level) ? 'allowed' : 'blocked';
  const unclear = hashes.some(({ sha256, size }) => sha256 === null && (size === null || size === content?.size));
  return content === null || unclear ? 'not-known' : null;
}

function levelByPlace({ paths, defaultLevel }: RestrictionPolicy, path: string): RestrictionLevel {
  const matching = paths.flatMap(({ level, expanded }) => {
    const rank = expanded === null ? null : rankOf(expanded, path);
    return rank === null ? [] : [{ level, rank }];
  });
  const highest = Math.max(...matching.map(({ rank }) => rank));
  return strictest(matching.filter(({ rank }) => rank === highest).map(({ level }) => level)) ?? defaultLevel;
}

function strictest(levels: readonly RestrictionLevel[]): RestrictionLevel | null {
  return STRICTEST_FIRST.find((level) => levels.includes(level)) ?? null;
}

/** Apart, so that no folder is as specific as a rule about names, and no pattern as specific as the file itself. */
const TIER = 100_000;

/**
 * How specific a rule is about a file, from Microsoft's order: the file itself, a pattern for names in its folder, a pattern for names
 * anywhere, a nearer folder, a folder further up. Null where it is not about the file.
 */
function rankOf(rule: string, path: string): number | null {
  const wanted = rule.replace(/\\+$/, '');
  const hasWildcard = /[*?]/.test(wanted);
  const parts = path.split('\\');
  if (!wanted.includes('\\') && !/^[a-z]:$/i.test(wanted)) {
    return matches(wanted, parts.at(-1) ?? '') ? TIER + wanted.length : null;
  }
  const depth = wanted.split('\\').length;
  if (depth > parts.length || !matches(wanted, parts.slice(0, depth).join('\\'))) return null;
  if (depth < parts.length) return depth;
  return (hasWildcard ? 2 : 3) * TIER + wanted.length;
}

/** "*" and "?" stand for anything but the end of a folder's name. */
function matches(pattern: string, text: string): boolean {
  const expression = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^\\\\]*')
    .replaceAll('?', '[^\\\\]');
  return new RegExp(`^${expression}$`, 'i').test(text);
}

/** Whether a rule whose variables are not known could be about a file. */
function mayBeAbout({ path, expanded }: PathRule, file: string): boolean {
  if (expanded !== null) return false;
  return !OF_A_PROFILE.test(path) || IN_A_PROFILE.test(file);
}
