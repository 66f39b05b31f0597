import { type FirewallRule, type FirewallZone, OUR_RULE_PREFIX, type PortRange } from '../../../model/firewall.ts';
import type { AddressFamily } from '../../../model/system-facts.ts';
import { type BaseChain, BOTH_FAMILIES, BOTH_PROTOCOLS, type FilterRule } from './filter-rule.ts';
import { type ChainResult, type Decision, walk } from './packet-walk.ts';

/** Zones and rules that say, in the notation of the model, what the given base chains together do. */
export interface Summary {
  zones: FirewallZone[];
  rules: FirewallRule[];
}

interface Verdict {
  family: AddressFamily;
  protocol: 'tcp' | 'udp';
  range: PortRange;
  action: 'allow' | 'block';
  /** The rule that decides; null: the policy of a chain. */
  name: string | null;
  remote: string[];
}

/**
 * Follows every kind of traffic through all base chains. The rules of the result do not repeat those of the system: they say what
 * finally happens to which ports, under the name of the rule that decides. So an accept that a later chain overrules does not
 * appear, and one that overrules a drop does. Our own rules always appear. Throws `RuleNotUnderstood`.
 */
export function summarise(zone: string, bases: readonly BaseChain[]): Summary {
  const verdicts = BOTH_FAMILIES.flatMap((family) =>
    BOTH_PROTOCOLS.flatMap((protocol) =>
      intervals(bases, protocol).map((range) => judge(bases, family, protocol, range)),
    ),
  );
  const ours = bases.flatMap((base) => ourRules(base));
  const rules = new Map<string, FirewallRule>();
  const zones = zonesOf(zone, bases);
  for (const rule of ours) for (const protocol of rule.protocols) add(rules, ourRule(rule, protocol));
  for (const verdict of verdicts) {
    const overridesOurs = verdict.action === 'allow' && ours.some((rule) => concerns(rule, verdict));
    const name = verdict.name ?? (overridesOurs ? 'policy of the chain' : null);
    if (name === null || name.startsWith(OUR_RULE_PREFIX)) continue;
    add(rules, {
      name,
      origin: 'local',
      enabled: true,
      action: verdict.action,
      protocol: verdict.protocol,
      ports: [verdict.range],
      program: 'any',
      zones: 'any',
      families: [verdict.family],
      remote: verdict.remote.length === 0 ? 'any' : verdict.remote,
      overridesBlock: verdict.action === 'allow',
    });
  }
  return { zones, rules: joined(rules.values()) };
}

function judge(bases: readonly BaseChain[], family: AddressFamily, protocol: 'tcp' | 'udp', range: PortRange): Verdict {
  const results = bases
    .filter((base) => base.families.includes(family))
    .map((base) => walk(base, { family, protocol, port: range.from }));
  const traffic = { family, protocol, range };
  const blocking = results.find((result) => result.blocked);
  if (blocking !== undefined) {
    const drop = blocking.drops.find((decision) => decision.conditions.length === 0) ?? lastOf(blocking);
    return { ...traffic, action: 'block', name: drop === undefined ? null : nameOf(drop.rule), remote: [] };
  }
  const deciding = results.flatMap((result) => result.accepts);
  const narrow = results.find((result) => onlySome(result));
  const accept = deciding.find((decision) => decision.conditions.length === 0) ?? deciding[0];
  return {
    ...traffic,
    action: 'allow',
    name: accept === undefined ? null : nameOf(accept.rule),
    remote: narrow === undefined ? [] : [...new Set(narrow.accepts.flatMap((decision) => decision.conditions))],
  };
}

/** The rule that takes what is left, where no single rule blocks everything; none where the policy does. */
function lastOf(result: ChainResult): Decision | undefined {
  return result.reachesPolicy ? undefined : result.drops.at(-1);
}

/** True when a chain lets only some of the traffic in: every accept has conditions, and the rest is dropped. */
function onlySome(result: ChainResult): boolean {
  return (
    result.accepts.length > 0 &&
    result.accepts.every((decision) => decision.conditions.length > 0) &&
    result.restDropped
  );
}

function nameOf(rule: FilterRule): string {
  return rule.comment ?? rule.label;
}

/** The rules of a base chain and of those it may jump to, each once. */
function allRules(base: BaseChain): FilterRule[] {
  return [...new Set([base.rules, ...base.chains.values()].flat())];
}

function ourRules(base: BaseChain): FilterRule[] {
  return allRules(base).filter((rule) => rule.verdict.kind === 'drop' && rule.comment?.startsWith(OUR_RULE_PREFIX));
}

function ourRule(rule: FilterRule, protocol: 'tcp' | 'udp'): FirewallRule {
  return {
    name: nameOf(rule),
    origin: 'local',
    enabled: true,
    action: 'block',
    protocol,
    ports: rule.ports,
    program: 'any',
    zones: 'any',
    families: rule.families,
    remote: rule.limitedTo.length === 0 ? 'any' : rule.limitedTo,
    overridesBlock: false,
  };
}

function concerns(rule: FilterRule, verdict: Verdict): boolean {
  return (
    rule.families.includes(verdict.family) &&
    rule.protocols.includes(verdict.protocol) &&
    (rule.ports === 'any' || rule.ports.some((r) => r.from <= verdict.range.to && r.to >= verdict.range.from))
  );
}

/** Parts of the port space no rule cuts through. */
function intervals(bases: readonly BaseChain[], protocol: 'tcp' | 'udp'): PortRange[] {
  const starts = new Set([0]);
  for (const rule of bases.flatMap(allRules)) {
    if (rule.ports === 'any' || !rule.protocols.includes(protocol)) continue;
    for (const range of rule.ports) starts.add(range.from).add(range.to + 1);
  }
  const sorted = [...starts].filter((start) => start <= 65_535).sort((a, b) => a - b);
  return sorted.map((from, index) => ({ from, to: (sorted[index + 1] ?? 65_536) - 1 }));
}

/** Takes a rule in, joined with one that differs only in family or in ports that follow on. */
function add(rules: Map<string, FirewallRule>, rule: FirewallRule): void {
  const perFamily = JSON.stringify([rule.name, rule.action, rule.protocol, rule.remote, rule.families]);
  const known = rules.get(perFamily);
  if (known === undefined || known.ports === 'any' || rule.ports === 'any') {
    rules.set(perFamily, rule);
    return;
  }
  const ports = known.ports.map((range) => ({ ...range }));
  for (const range of rule.ports) {
    const last = ports.at(-1);
    if (last !== undefined && last.to + 1 === range.from) last.to = range.to;
    else ports.push(range);
  }
  rules.set(perFamily, { ...known, ports });
}

/** Joins rules that differ only in the family, and says "any" where all ports are meant. */
function joined(rules: Iterable<FirewallRule>): FirewallRule[] {
  const known = new Map<string, FirewallRule>();
  for (const rule of rules) {
    const [only] = rule.ports === 'any' ? [] : rule.ports;
    const ports = only?.from === 0 && only.to === 65_535 ? 'any' : rule.ports;
    const key = JSON.stringify([rule.name, rule.action, rule.protocol, rule.remote, ports]);
    const families = [...new Set([...(known.get(key)?.families ?? []), ...rule.families])];
    known.set(key, { ...rule, ports, families });
  }
  return [...known.values()];
}

/** One zone where both families are treated alike, else one each; a family no chain filters has none, because it is open. */
function zonesOf(name: string, bases: readonly BaseChain[]): FirewallZone[] {
  if (bases.length === 0) {
    return [{ name, enabled: false, defaultInbound: 'allow', localRulesApply: true, families: BOTH_FAMILIES }];
  }
  const zones = BOTH_FAMILIES.flatMap((family): FirewallZone[] => {
    const filtering = bases.filter((base) => base.families.includes(family));
    if (filtering.length === 0) return [];
    const defaultInbound = filtering.some((base) => base.policy === 'drop') ? 'block' : 'allow';
    return [{ name: `${name} ${family}`, enabled: true, defaultInbound, localRulesApply: true, families: [family] }];
  });
  const [first, second] = zones;
  if (first === undefined || second === undefined || first.defaultInbound !== second.defaultInbound) return zones;
  return [{ ...first, name, families: BOTH_FAMILIES }];
}
