import type { AddressFamily } from '../../../model/system-facts.ts';
import { type BaseChain, type FilterRule, RuleNotUnderstood } from './filter-rule.ts';

/** One kind of new inbound traffic. */
export interface TrafficPoint {
  family: AddressFamily;
  protocol: 'tcp' | 'udp';
  port: number;
}

/** A rule that decided about some of the traffic, under these conditions (none: about all that reached it). */
export interface Decision {
  rule: FilterRule;
  conditions: string[];
}

/** What a base chain does with one kind of traffic. `blocked`: nothing of it gets through this chain. */
export interface ChainResult {
  blocked: boolean;
  accepts: Decision[];
  drops: Decision[];
  /** Whether some of it is left to the chain's policy. */
  reachesPolicy: boolean;
  /** Whether everything is dropped that no rule accepts. */
  restDropped: boolean;
}

const MAX_DEPTH = 32;
const MAX_STEPS = 2_000_000;

/** Follows traffic through a base chain and the chains it jumps to. Throws `RuleNotUnderstood` where it cannot. */
export function walk(base: BaseChain, point: TrafficPoint): ChainResult {
  const result: ChainResult = { blocked: false, accepts: [], drops: [], reachesPolicy: false, restDropped: false };
  let steps = 0;

  /** Walks one chain; true when some of the traffic leaves it undecided. */
  const through = (rules: readonly FilterRule[], conditions: string[], depth: number): boolean => {
    if (depth > MAX_DEPTH) throw new RuleNotUnderstood(`${base.name}: chains are nested too deeply`);
    let leaves = false;
    for (const rule of rules) {
      steps += 1;
      if (steps > MAX_STEPS) throw new RuleNotUnderstood(`${base.name}: too many rules`);
      if (!matches(rule, point)) continue;
      const all = rule.limitedTo.length === 0;
      const under = [...conditions, ...rule.limitedTo];
      switch (rule.verdict.kind) {
        case 'accept':
        case 'drop':
          (rule.verdict.kind === 'accept' ? result.accepts : result.drops).push({ rule, conditions: under });
          if (all) return leaves;
          break;
        case 'return':
          leaves = true;
          if (all) return true;
          break;
        case 'jump': {
          const comesBack = through(target(base, rule.verdict.chain), under, depth + 1);
          if (all && !comesBack) return leaves;
          break;
        }
        case 'goto': {
          const comesBack = through(target(base, rule.verdict.chain), under, depth + 1);
          leaves ||= comesBack;
          if (all) return leaves;
          break;
        }
      }
    }
    return true;
  };

  result.reachesPolicy = through(base.rules, [], 0);
  result.restDropped = !result.reachesPolicy || base.policy === 'drop';
  result.blocked = result.accepts.length === 0 && result.restDropped;
  return result;
}

function target(base: BaseChain, name: string): readonly FilterRule[] {
  const rules = base.chains.get(name);
  if (rules === undefined) throw new RuleNotUnderstood(`${base.name}: jump to "${name}", which is not there`);
  return rules;
}

function matches(rule: FilterRule, point: TrafficPoint): boolean {
  return (
    rule.families.includes(point.family) &&
    rule.protocols.includes(point.protocol) &&
    (rule.ports === 'any' || rule.ports.some((range) => point.port >= range.from && point.port <= range.to))
  );
}
