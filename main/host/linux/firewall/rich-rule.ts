import type { AddressFamily } from '../../../model/system-facts.ts';
import { allTraffic, BOTH_FAMILIES, type FilterRule, RuleNotUnderstood, type TrafficMatch } from './filter-rule.ts';

/** A firewalld rich rule, with its priority. */
export interface RichRule {
  text: string;
  priority: number;
  action: 'accept' | 'drop';
  limitedTo: string[];
  families: AddressFamily[];
  about: { kind: 'port'; match: TrafficMatch } | { kind: 'service'; name: string } | { kind: 'everything' };
}

/** Actions, and what else may stand in a rule without changing whom it lets in. */
const ACTIONS = { accept: 'accept', drop: 'drop', reject: 'drop' } as const;

/** Understands a rich rule; null when it decides nothing about new TCP or UDP traffic. Throws `RuleNotUnderstood`. */
export function parseRichRule(text: string): RichRule | null {
  const words = text.match(/[\w-]+="(?:[^"\\]|\\.)*"|\S+/g) ?? [];
  const rule: RichRule = {
    text,
    priority: 0,
    action: 'accept',
    limitedTo: [],
    families: BOTH_FAMILIES,
    about: { kind: 'everything' },
  };
  let decides = false;
  let part = '';
  const values = new Map<string, string>();
  for (const word of words) {
    const [, key, value] = /^([\w-]+)="(.*)"$/.exec(word) ?? [];
    if (key !== undefined && value !== undefined) {
      values.set(`${part} ${key}`, value);
      continue;
    }
    if (word === 'not') {
      values.set(`${part} not`, 'yes');
      continue;
    }
    part = word;
    if (word in ACTIONS) {
      decides = true;
      rule.action = ACTIONS[word as keyof typeof ACTIONS];
    } else if (word === 'masquerade' || word === 'icmp-type' || word === 'icmp-block') return null;
    else if (
      !['rule', 'source', 'destination', 'port', 'service', 'protocol', 'log', 'nflog', 'audit', 'limit'].includes(word)
    ) {
      throw new RuleNotUnderstood(`firewalld: ${text}`);
    }
    if (word === 'source' || word === 'destination') rule.limitedTo.push(word);
    // A limit on logging limits no traffic; one on the action does.
    if (word === 'limit' && decides) rule.limitedTo.push('a limited rate');
  }
  if (!decides) return null;

  rule.priority = Number(values.get('rule priority') ?? '0');
  const family = values.get('rule family');
  if (family === 'ipv4' || family === 'ipv6') rule.families = [family];
  rule.limitedTo = rule.limitedTo.map((side) =>
    side === 'source' || side === 'destination' ? place(side, values) : side,
  );
  const service = values.get('service name');
  const port = values.get('port port');
  const protocol = values.get('protocol value');
  if (service !== undefined) rule.about = { kind: 'service', name: service };
  else if (port !== undefined)
    rule.about = { kind: 'port', match: portMatch(`${port}/${values.get('port protocol')}`) };
  else if (protocol !== undefined) {
    if (protocol !== 'tcp' && protocol !== 'udp') return null;
    rule.about = { kind: 'port', match: { ...allTraffic(), protocols: [protocol] } };
  }
  return rule;
}

function place(side: 'source' | 'destination', values: ReadonlyMap<string, string>): string {
  const what = ['address', 'mac', 'ipset']
    .map((key) => values.get(`${side} ${key}`))
    .find((value) => value !== undefined);
  const not = values.has(`${side} not`) ? 'not ' : '';
  return `${side === 'destination' ? 'to ' : ''}${not}${what ?? 'somewhere'}`;
}

/** The traffic `8080-8082/tcp` speaks of; null for other protocols (SCTP, DCCP). Throws `RuleNotUnderstood`. */
export function portMatchOrNull(text: string): TrafficMatch | null {
  const [, from, to, protocol] = /^(\d+)(?:-(\d+))?\/(tcp|udp|sctp|dccp)$/.exec(text) ?? [];
  if (from === undefined) throw new RuleNotUnderstood(`firewalld: port ${text}`);
  if (protocol !== 'tcp' && protocol !== 'udp') return null;
  return { ...allTraffic(), protocols: [protocol], ports: [{ from: Number(from), to: Number(to ?? from) }] };
}

function portMatch(text: string): TrafficMatch {
  return portMatchOrNull(text) ?? { ...allTraffic(), protocols: [] };
}

/** A rule of a firewalld zone that is no rich rule: an open port, service or protocol. */
export function opening(label: string, match: TrafficMatch): FilterRule {
  return { ...match, label, comment: null, verdict: { kind: 'accept' } };
}
