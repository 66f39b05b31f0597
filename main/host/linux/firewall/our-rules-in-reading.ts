import type { Fact } from '../../../model/fact.ts';
import { type Firewall, type FirewallRule, OUR_RULE_PREFIX } from '../../../model/firewall.ts';
import type { OurRules } from '../changes/firewall/our-rules.ts';
import { richRulesFor } from './our-rich-rules.ts';

/** Names of our rules by the rich rules they became: firewalld keeps no names. */
export function namesByRichRule(ours: OurRules['rules']): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const { engine, rule } of ours) {
    if (engine !== 'firewalld') continue;
    for (const text of richRulesFor(rule)) names.set(text, [...(names.get(text) ?? []), rule.name]);
  }
  return names;
}

/** The rules of a firewall whose zones were read one by one: one of ours that stands alike in every zone is one rule. */
export function joinedOverZones({ zones, rules }: Firewall): FirewallRule[] {
  const all = [...new Set(zones.map(({ name }) => name.replace(/ ipv[46]$/, '')))];
  const joined = new Map<string, FirewallRule>();
  for (const rule of rules) {
    if (!rule.name.startsWith(OUR_RULE_PREFIX) || rule.zones === 'any') continue;
    const key = JSON.stringify({ ...rule, zones: null });
    const known = joined.get(key)?.zones ?? [];
    joined.set(key, { ...rule, zones: [...new Set([...known, ...rule.zones])] });
  }
  return [
    ...rules.filter(({ name }) => !name.startsWith(OUR_RULE_PREFIX)),
    ...[...joined.values()].map((rule) =>
      all.every((zone) => rule.zones.includes(zone)) ? { ...rule, zones: 'any' as const } : rule,
    ),
  ];
}

/** A firewall with the rules of ours that are recorded and not found in it, as rules that are not in force. */
export function withUnsetRules(firewall: Firewall, ours: OurRules['rules']): Firewall {
  const found = new Set(firewall.rules.map(({ name }) => name));
  const unset = ours.map(({ rule }) => rule).filter(({ name }) => !found.has(name));
  return { ...firewall, rules: [...firewall.rules, ...unset.map((rule) => ({ ...rule, enabled: false }))] };
}

/**
 * Networks that all rules of ours leave open on somebody's word, where all of them are in force: else what another rule does there would
 * be passed over.
 *
 * @param inside networks that surely end inside the machine: nobody's word is needed
 */
export function networksLeftOpen(
  seen: Fact<Firewall>,
  ours: OurRules['rules'],
  inside: ReadonlySet<string>,
): ReadonlySet<string> {
  if (seen.status === 'unavailable') return new Set();
  const inForce = new Set(seen.value.rules.map(({ name }) => name));
  if (!ours.every(({ rule }) => inForce.has(rule.name))) return new Set();
  const networks = ours.flatMap(({ rule }) => rule.exceptOn ?? []).filter((name) => !inside.has(name));
  return new Set(networks.filter((name) => ours.every(({ rule }) => rule.exceptOn?.includes(name))));
}

/** A firewall whose rules of ours say which networks they leave open. */
export function withNetworksLeftOpen(
  firewall: Firewall,
  ours: OurRules['rules'],
  leftOpen: ReadonlySet<string>,
): Firewall {
  const exceptOf = (name: string) => ours.find(({ rule }) => rule.name === name)?.rule.exceptOn ?? [];
  return {
    ...firewall,
    rules: firewall.rules.map(({ exceptOn: _recorded, ...rule }) => {
      const exceptOn = exceptOf(rule.name).filter((network) => leftOpen.has(network));
      return exceptOn.length === 0 ? rule : { ...rule, exceptOn };
    }),
  };
}
