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
