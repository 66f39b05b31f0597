import type { BaseChain, FilterRule } from './filter-rule.ts';

const ON = 'interface ';
const NOT_ON = 'interface not ';

/** How a rule says that it looks at some interfaces only; one of the words in `limitedTo`. */
export function interfaceLimit(names: readonly string[], negated: boolean): string {
  return `${negated ? NOT_ON : ON}${names.join(', ')}`;
}

/**
 * The chain for traffic that comes from other machines: what comes over networks inside this machine is not looked at, as
 * what comes over loopback is not.
 *
 * @param inside names of the interfaces whose network ends inside this machine
 */
export function withoutInsideTraffic(base: BaseChain, inside: ReadonlySet<string>): BaseChain {
  if (inside.size === 0) return base;
  const chains = new Map<string, FilterRule[]>();
  const known = new Map<readonly FilterRule[], FilterRule[]>();
  const filtered = (rules: readonly FilterRule[]) => {
    const done = known.get(rules) ?? rules.flatMap((rule) => fromOutside(rule, inside));
    known.set(rules, done);
    return done;
  };
  for (const [name, rules] of base.chains) chains.set(name, filtered(rules));
  return { ...base, rules: filtered(base.rules), chains };
}

function fromOutside(rule: FilterRule, inside: ReadonlySet<string>): FilterRule[] {
  const allInside = (text: string) => text.split(', ').every((name) => inside.has(name));
  if (
    rule.limitedTo.some(
      (limit) => limit.startsWith(ON) && !limit.startsWith(NOT_ON) && allInside(limit.slice(ON.length)),
    )
  ) {
    return [];
  }
  const limitedTo = rule.limitedTo.filter(
    (limit) => !(limit.startsWith(NOT_ON) && allInside(limit.slice(NOT_ON.length))),
  );
  return [{ ...rule, limitedTo }];
}
