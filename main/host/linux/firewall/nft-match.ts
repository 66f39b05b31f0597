import type { PortRange } from '../../../model/firewall.ts';
import type { AddressFamily } from '../../../model/system-facts.ts';
import { allTraffic, BOTH_PROTOCOLS, otherPorts, RuleNotUnderstood, type TrafficMatch } from './filter-rule.ts';
import { interfaceLimit } from './inside-traffic.ts';

export type NftObject = Record<string, unknown>;

export function isObject(value: unknown): value is NftObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Elements of a named set by name; null for a set whose content changes by itself. */
export type NamedSets = ReadonlyMap<string, unknown[] | null>;

/** Connection states a first packet never has: rules for them do not concern new traffic. */
const NOT_NEW = ['established', 'related', 'invalid'];
const PORT_OWNERS = ['tcp', 'udp', 'th'];

/**
 * What one match of `nft -j` leaves of new inbound TCP and UDP traffic; null: none of it. `rule` names the rule in the
 * error. Throws `RuleNotUnderstood`.
 */
export function understandMatch(match: NftObject, sets: NamedSets, rule: string): TrafficMatch | null {
  const { op, left, right } = match;
  const negated = op === '!=';
  if (!isObject(left) || typeof op !== 'string') throw new RuleNotUnderstood(rule);
  const values = valuesOf(right, sets, rule);

  if (isObject(left['ct']) && left['ct']['key'] === 'state') return connectionState(values, negated, rule);
  if (isObject(left['ct']) && left['ct']['key'] === 'direction') return direction(values, negated, rule);
  if (isObject(left['meta'])) return meta(left['meta']['key'], values, negated, rule);
  if (isObject(left['fib'])) return localAddress(left['fib'], values, negated, rule);
  if (isObject(left['payload'])) return payload(left['payload'], op, values, negated, rule);
  if (Array.isArray(left['&'])) return tcpFlags(left['&'], right, op, rule);
  throw new RuleNotUnderstood(rule);
}

/** The values a match compares with, sets and set elements opened. */
export function valuesOf(right: unknown, sets: NamedSets, rule: string): unknown[] {
  if (typeof right === 'string' && right.startsWith('@')) {
    const elements = sets.get(right.slice(1));
    if (elements === undefined || elements === null) throw new RuleNotUnderstood(rule);
    return elements.map(bare);
  }
  if (isObject(right) && Array.isArray(right['set'])) return right['set'].map(bare);
  return Array.isArray(right) ? right.map(bare) : [bare(right)];
}

function bare(element: unknown): unknown {
  return isObject(element) && isObject(element['elem']) ? element['elem']['val'] : element;
}

/** What traffic in these connection states leaves of new traffic. */
export function connectionState(values: readonly unknown[], negated: boolean, rule: string): TrafficMatch | null {
  if (values.some((value) => value !== 'new' && value !== 'untracked' && !NOT_NEW.includes(String(value)))) {
    throw new RuleNotUnderstood(rule);
  }
  if (values.includes('new') !== negated) return allTraffic();
  if (values.includes('untracked') !== negated) return { ...allTraffic(), limitedTo: ['untracked connections'] };
  return null;
}

/** New traffic is what the other side began ("original"); what answers us is "reply". What is not tracked has no direction. */
export function direction(values: readonly unknown[], negated: boolean, rule: string): TrafficMatch | null {
  const [side, ...more] = values.map((value) => String(value).toLowerCase());
  if (more.length > 0 || (side !== 'original' && side !== 'reply')) throw new RuleNotUnderstood(rule);
  return (side === 'original') === negated ? null : { ...allTraffic(), limitedTo: ['tracked connections'] };
}

function meta(key: unknown, values: readonly unknown[], negated: boolean, rule: string): TrafficMatch | null {
  switch (key) {
    case 'iif':
    case 'iifname':
      return inInterface(values.map(String), negated);
    case 'l4proto':
      return protocols(values, negated, rule);
    case 'nfproto':
      return families(values, negated, rule);
    case 'protocol':
      return families(
        values.map((value) => (value === 'ip' ? 'ipv4' : value === 'ip6' ? 'ipv6' : value)),
        negated,
        rule,
      );
    case 'pkttype':
      return { ...allTraffic(), limitedTo: [`packet type ${negated ? 'not ' : ''}${values.join(', ')}`] };
    default:
      throw new RuleNotUnderstood(rule);
  }
}

/** What traffic through these interfaces leaves; traffic over loopback is not looked at. */
export function inInterface(names: readonly string[], negated: boolean): TrafficMatch | null {
  const others = names.filter((name) => name !== 'lo');
  if (others.length === 0) return negated ? allTraffic() : null;
  return { ...allTraffic(), limitedTo: [interfaceLimit(others, negated)] };
}

/** What transport protocols leave of TCP and UDP. */
export function protocols(values: readonly unknown[], negated: boolean, rule: string): TrafficMatch | null {
  const names = values.map((value) => (value === 6 ? 'tcp' : value === 17 ? 'udp' : value));
  if (names.some((name) => typeof name !== 'string' && typeof name !== 'number')) throw new RuleNotUnderstood(rule);
  const left = BOTH_PROTOCOLS.filter((protocol) => names.includes(protocol) !== negated);
  return left.length === 0 ? null : { ...allTraffic(), protocols: left };
}

function families(values: readonly unknown[], negated: boolean, rule: string): TrafficMatch | null {
  if (values.some((value) => value !== 'ipv4' && value !== 'ipv6')) throw new RuleNotUnderstood(rule);
  const all: AddressFamily[] = ['ipv4', 'ipv6'];
  const left = all.filter((family) => values.includes(family) !== negated);
  return left.length === 0 ? null : allTraffic(left);
}

/** `fib daddr type`: what is sent to this machine is "local"; broadcast and multicast are only a part. */
function localAddress(fib: NftObject, values: readonly unknown[], negated: boolean, rule: string): TrafficMatch | null {
  const flags = Array.isArray(fib['flags']) ? fib['flags'] : [fib['flags']];
  if (fib['result'] !== 'type' || !flags.includes('daddr')) throw new RuleNotUnderstood(rule);
  if (flags.length === 1 && !negated && values.length === 1 && values[0] === 'local') return allTraffic();
  return { ...allTraffic(), limitedTo: [`destination type ${negated ? 'not ' : ''}${values.join(', ')}`] };
}

function payload(field: NftObject, op: string, values: readonly unknown[], negated: boolean, rule: string) {
  const { protocol, field: name } = field;
  if (protocol === 'ip' || protocol === 'ip6') {
    const family = allTraffic([protocol === 'ip' ? 'ipv4' : 'ipv6']);
    if (name === 'saddr' || name === 'daddr') {
      const words = values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
      const side = name === 'daddr' ? 'to ' : '';
      return { ...family, limitedTo: [`${side}${negated ? 'not ' : ''}${words.join(', ')}`] };
    }
    if (name === 'protocol' || name === 'nexthdr') {
      const left = protocols(values, negated, rule);
      return left === null ? null : { ...left, families: family.families };
    }
  }
  if (protocol === 'icmp' || protocol === 'icmpv6') return null;
  if (typeof protocol === 'string' && PORT_OWNERS.includes(protocol)) {
    const owner = protocol === 'tcp' || protocol === 'udp' ? [protocol as 'tcp' | 'udp'] : BOTH_PROTOCOLS;
    if (name === 'dport') return { ...allTraffic(), protocols: owner, ports: ports(op, values, rule) };
    if (name === 'sport') return { ...allTraffic(), protocols: owner, limitedTo: ['some source ports'] };
    if (name === 'flags' && protocol === 'tcp' && !negated && values.length === 1 && values[0] === 'syn') {
      return { ...allTraffic(), protocols: owner };
    }
  }
  throw new RuleNotUnderstood(rule);
}

function ports(op: string, values: readonly unknown[], rule: string): PortRange[] {
  const ranges = values.map((value) => portRange(value, rule));
  const first = ranges[0];
  switch (op) {
    case '==':
    case 'in':
      return ranges;
    case '!=':
      return otherPorts(ranges);
    case '<':
    case '<=':
      return first === undefined ? [] : [{ from: 0, to: first.from - (op === '<' ? 1 : 0) }];
    case '>':
    case '>=':
      return first === undefined ? [] : [{ from: first.from + (op === '>' ? 1 : 0), to: 65_535 }];
    default:
      throw new RuleNotUnderstood(rule);
  }
}

function portRange(value: unknown, rule: string): PortRange {
  const [from, to] = isObject(value) && Array.isArray(value['range']) ? value['range'] : [value, value];
  if (typeof from === 'number' && typeof to === 'number') return { from, to };
  throw new RuleNotUnderstood(rule);
}

/** `tcp flags & (fin|syn|rst|ack) == syn` is how a connection begins; other flag tests are about packets that come later. */
function tcpFlags(operands: readonly unknown[], right: unknown, op: string, rule: string): TrafficMatch | null {
  const [field, mask] = operands;
  const isFlags =
    isObject(field) &&
    isObject(field['payload']) &&
    field['payload']['protocol'] === 'tcp' &&
    field['payload']['field'] === 'flags';
  const known = ['fin', 'syn', 'rst', 'ack'];
  if (!isFlags || !Array.isArray(mask) || mask.some((flag) => !known.includes(String(flag))) || !mask.includes('syn')) {
    throw new RuleNotUnderstood(rule);
  }
  if (right !== 'syn' || (op !== '==' && op !== '!=')) throw new RuleNotUnderstood(rule);
  return op === '==' ? { ...allTraffic(), protocols: ['tcp'] } : null;
}
