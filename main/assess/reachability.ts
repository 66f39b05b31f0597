import { isIPv4 } from 'node:net';
import type { Evidence } from '../model/assessment.ts';
import type { Fact } from '../model/fact.ts';
import { type Firewall, OUR_RULE_PREFIX } from '../model/firewall.ts';
import type { AddressFamily, Listener } from '../model/system-facts.ts';
import { isLoopback, isWildcard, oneSpelling } from '../observe/address.ts';
import { firstOpening, matches, type Target } from './firewall-decision.ts';

/** Whether another machine can reach a listener, as far as this machine's own filter decides it. */
export interface Reachability {
  /**
   * `loopback`: only this machine reaches it. `blocked`: closed in every zone and address family. `open`: somewhere nothing
   * closes it. `overridden`: open although a rule of ours is there to close it. `left-open`: closed but on the networks that rules of
   * ours leave open on somebody's word. `undecided`: the rules could not be read.
   */
  result: 'loopback' | 'blocked' | 'left-open' | 'open' | 'overridden' | 'undecided';
  because: string;
  /** The firewall as it was read; empty for a loopback listener, which needs none. */
  evidence: Evidence[];
  /** The networks a `left-open` listener is open on, by their interfaces. */
  leftOpenOn?: string[];
}

/** Decides for one listener. `programPath` is the program that holds it, null where unknown: then no program rule closes it. */
export function reachability(listener: Listener, firewall: Fact<Firewall>, programPath: string | null): Reachability {
  const place = `${listener.protocol.toUpperCase()} port ${listener.port}`;
  if (isLoopback(listener.address)) {
    return { result: 'loopback', because: `${place} answers this machine only.`, evidence: [] };
  }
  if (firewall.status === 'unavailable') {
    const says = `The firewall rules could not be read: ${firewall.detail}`;
    return {
      result: 'undecided',
      because: `Whether ${place} is closed by the firewall could not be read.`,
      evidence: [cite(firewall, says)],
    };
  }
  const targets = familiesOf(listener).map(
    (family): Target => ({ protocol: listener.protocol, port: listener.port, family, programPath }),
  );
  const opening = firstOpening(firewall.value, targets);
  const leftOpenOn = networksLeftOpen(firewall.value, targets);
  if (opening === null && leftOpenOn.length > 0) {
    const says = `The firewall blocks ${place} everywhere but on ${leftOpenOn.join(', ')}, which our rules leave open.`;
    return { result: 'left-open', because: says, evidence: [cite(firewall, says)], leftOpenOn };
  }
  if (opening === null) {
    const says = `The firewall blocks ${place} in every zone and address family.`;
    return { result: 'blocked', because: says, evidence: [cite(firewall, says)] };
  }
  const ours = firewall.value.rules.find(
    (rule) =>
      rule.name.startsWith(OUR_RULE_PREFIX) &&
      rule.action === 'block' &&
      targets.some((target) => matches(rule, target) === 'yes'),
  );
  if (ours === undefined) {
    const because = `${place} is open: ${opening}.`;
    return { result: 'open', because, evidence: [cite(firewall, because)] };
  }
  const because = `${place} is open although our rule "${ours.name}" is there to close it: ${opening}.`;
  return { result: 'overridden', because, evidence: [cite(firewall, because)] };
}

/**
 * The networks that every rule of ours for this listener leaves open. Where none is for it, all that any leaves open: what comes over
 * those was not looked at when the rules were read, whatever port it is for.
 */
function networksLeftOpen({ rules }: Firewall, targets: readonly Target[]): string[] {
  const ours = rules.filter(({ name, enabled }) => enabled && name.startsWith(OUR_RULE_PREFIX));
  const closing = ours.filter((rule) => targets.some((target) => matches(rule, target) === 'yes'));
  const networks = new Set(ours.flatMap(({ exceptOn = [] }) => exceptOn));
  return [...networks].filter((name) => closing.every(({ exceptOn = [] }) => exceptOn.includes(name))).sort();
}

/**
 * The address families that arrive at a listener. The wildcard `::` also takes IPv4 unless the program switched that off, which
 * cannot be seen from outside; an IPv4 address written as IPv6 takes only IPv4.
 */
function familiesOf({ address, family }: Listener): AddressFamily[] {
  const one = oneSpelling(address);
  if (isIPv4(one)) return ['ipv4'];
  if (one.startsWith('::ffff:')) return ['ipv4'];
  return isWildcard(one) ? ['ipv4', 'ipv6'] : [family];
}

function cite(firewall: Fact<Firewall>, says: string): Evidence {
  return { fact: 'firewall', says, source: firewall.source, at: firewall.at };
}
