import type { AddressFamily } from '../../../model/system-facts.ts';
import {
  allTraffic,
  both,
  type FilterRule,
  RuleNotUnderstood,
  type TrafficMatch,
  type Verdict,
} from './filter-rule.ts';
import { isObject, type NamedSets, type NftObject, understandMatch } from './nft-match.ts';

/** Elements of named verdict maps: pairs of a key and a verdict. */
export type VerdictMaps = ReadonlyMap<string, unknown[] | null>;

/** Statements that neither let a packet in nor keep it out. */
const WITHOUT_EFFECT = ['counter', 'log'];

/** A rule of `nft -j` as filter rules: none when it does not concern new TCP or UDP traffic. Throws `RuleNotUnderstood`. */
export function understandRule(
  rule: NftObject,
  families: AddressFamily[],
  sets: NamedSets,
  maps: VerdictMaps,
): FilterRule[] {
  const label = labelOf(rule);
  const comment = typeof rule['comment'] === 'string' ? rule['comment'] : null;
  if (!Array.isArray(rule['expr'])) throw new RuleNotUnderstood(label);
  let match: TrafficMatch | null = allTraffic(families);
  const found: FilterRule[] = [];
  // A rule that nothing decides has no effect, however odd its matches: so the error waits for a verdict.
  let notUnderstood = false;
  for (const statement of rule['expr']) {
    if (!isObject(statement)) throw new RuleNotUnderstood(label);
    const [kind = ''] = Object.keys(statement);
    const content = statement[kind];
    if (kind === 'match' && isObject(content)) {
      const narrowed = attempt(() => understandMatch(content, sets, label));
      if (narrowed === undefined) notUnderstood = true;
      else match = match === null || narrowed === null ? null : both(match, narrowed);
    } else if (kind === 'limit') {
      match = match === null ? null : { ...match, limitedTo: [...match.limitedTo, 'a limited rate'] };
    } else if (kind === 'vmap' && isObject(content)) {
      if (match === null) return found;
      if (notUnderstood) throw new RuleNotUnderstood(label);
      found.push(...understandVerdictMap(content, match, sets, maps, { label, comment }));
    } else if (!WITHOUT_EFFECT.includes(kind) && !setsMark(kind, content)) {
      if (match === null) return found;
      const verdict = verdictOf(kind, content);
      if (verdict === null || notUnderstood) throw new RuleNotUnderstood(label);
      found.push({ ...match, label, comment, verdict });
    }
  }
  return found;
}

/** Marks are for other rules to match on; rewriting a port or address would change what those rules see. */
function setsMark(kind: string, content: unknown): boolean {
  const key = kind === 'mangle' && isObject(content) ? content['key'] : undefined;
  return isObject(key) && (isObject(key['meta']) || isObject(key['ct']));
}

function attempt<T>(understand: () => T): T | undefined {
  try {
    return understand();
  } catch (error) {
    if (error instanceof RuleNotUnderstood) return undefined;
    throw error;
  }
}

function verdictOf(kind: string, content: unknown): Verdict | null {
  if (kind === 'accept' || kind === 'drop' || kind === 'return') return { kind };
  if (kind === 'reject') return { kind: 'drop' };
  if ((kind === 'jump' || kind === 'goto') && isObject(content) && typeof content['target'] === 'string') {
    return { kind, chain: content['target'] };
  }
  return null;
}

function understandVerdictMap(
  map: NftObject,
  match: TrafficMatch,
  sets: NamedSets,
  maps: VerdictMaps,
  named: Pick<FilterRule, 'label' | 'comment'>,
): FilterRule[] {
  const { key, data } = map;
  const elements =
    typeof data === 'string' ? maps.get(data.replace(/^@/, '')) : isObject(data) ? data['set'] : undefined;
  if (!Array.isArray(elements)) throw new RuleNotUnderstood(named.label);
  const rules: FilterRule[] = [];
  for (const element of elements) {
    const [value, outcome] = Array.isArray(element) ? element : [];
    if (!isObject(outcome)) throw new RuleNotUnderstood(named.label);
    const [kind = ''] = Object.keys(outcome);
    if (kind === 'continue') continue;
    const verdict = verdictOf(kind, outcome[kind]);
    if (verdict === null || value === '*') throw new RuleNotUnderstood(named.label);
    const part = understandMatch({ op: '==', left: key, right: value }, sets, named.label);
    const narrowed = part === null ? null : both(match, part);
    if (narrowed !== null) rules.push({ ...narrowed, ...named, verdict });
  }
  return rules;
}

function labelOf(rule: NftObject): string {
  return `nftables ${rule['family']} ${rule['table']} ${rule['chain']} rule ${rule['handle']}`;
}
