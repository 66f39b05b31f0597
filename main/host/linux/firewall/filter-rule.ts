import type { PortRange } from '../../../model/firewall.ts';
import type { AddressFamily } from '../../../model/system-facts.ts';

/** What a rule does with a packet that matches. A reject is a drop that answers. */
export type Verdict =
  | { kind: 'accept' }
  | { kind: 'drop' }
  | { kind: 'return' }
  | { kind: 'jump' | 'goto'; chain: string };

/** The part of inbound traffic a rule speaks of: new TCP or UDP traffic that does not come over loopback. */
export interface TrafficMatch {
  families: AddressFamily[];
  protocols: ('tcp' | 'udp')[];
  ports: 'any' | PortRange[];
  /** Conditions that leave some of that traffic out (sources, interfaces, rates); empty when it holds for all of it. */
  limitedTo: string[];
}

export interface FilterRule extends TrafficMatch {
  /** The rule as the system writes it. */
  label: string;
  /** The comment it carries; our own rules have their name there. */
  comment: string | null;
  verdict: Verdict;
}

/** A chain the kernel sends inbound packets through. A packet gets in only when every base chain lets it through. */
export interface BaseChain {
  name: string;
  families: AddressFamily[];
  policy: 'accept' | 'drop';
  rules: FilterRule[];
  /** The chains its rules may jump to. */
  chains: ReadonlyMap<string, FilterRule[]>;
}

/** A rule whose effect on new inbound traffic is not known here. Then nothing is said about the firewall at all. */
export class RuleNotUnderstood extends Error {
  override readonly name = 'RuleNotUnderstood';
}

export const BOTH_FAMILIES: AddressFamily[] = ['ipv4', 'ipv6'];
export const BOTH_PROTOCOLS: ('tcp' | 'udp')[] = ['tcp', 'udp'];

/** A match that leaves nothing out. */
export function allTraffic(families: AddressFamily[] = BOTH_FAMILIES): TrafficMatch {
  return { families, protocols: BOTH_PROTOCOLS, ports: 'any', limitedTo: [] };
}

/** What two matches together speak of; null when no traffic fits both. */
export function both(a: TrafficMatch, b: TrafficMatch): TrafficMatch | null {
  const families = a.families.filter((family) => b.families.includes(family));
  const protocols = a.protocols.filter((protocol) => b.protocols.includes(protocol));
  const ports = bothPorts(a.ports, b.ports);
  if (families.length === 0 || protocols.length === 0 || (ports !== 'any' && ports.length === 0)) return null;
  return { families, protocols, ports, limitedTo: [...a.limitedTo, ...b.limitedTo] };
}

function bothPorts(a: TrafficMatch['ports'], b: TrafficMatch['ports']): TrafficMatch['ports'] {
  if (a === 'any') return b;
  if (b === 'any') return a;
  return a.flatMap((one) =>
    b
      .map((other) => ({ from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) }))
      .filter((range) => range.from <= range.to),
  );
}

/** All ports not in the given ranges. */
export function otherPorts(ranges: readonly PortRange[]): PortRange[] {
  const others: PortRange[] = [];
  let next = 0;
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    if (range.from > next) others.push({ from: next, to: range.from - 1 });
    next = Math.max(next, range.to + 1);
  }
  if (next <= 65_535) others.push({ from: next, to: 65_535 });
  return others;
}
