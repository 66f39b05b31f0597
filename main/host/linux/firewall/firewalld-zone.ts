import { allTraffic, type BaseChain, BOTH_FAMILIES, type FilterRule, RuleNotUnderstood } from './filter-rule.ts';
import { opening, parseRichRule, portMatchOrNull, type RichRule } from './rich-rule.ts';

/** What `firewall-cmd --info-zone`, `--info-service` and `--info-policy` print: a value each key, lists over lines of their own. */
export type Info = ReadonlyMap<string, string[]>;

/** Keys of a zone that do not let TCP or UDP in by themselves. */
const WITHOUT_EFFECT = [
  'icmp-block-inversion',
  'interfaces',
  'sources',
  'forward',
  'masquerade',
  'icmp-blocks',
  'ingress-priority',
  'egress-priority',
  'version',
  'short',
  'summary',
  'description',
];
const UNDERSTOOD = ['target', 'services', 'ports', 'protocols', 'source-ports', 'forward-ports', 'rich rules'];

/** Reads `key: words` lines; lines indented by a tab belong, whole, to the key before them. */
export function parseInfo(text: string): Info {
  const info = new Map<string, string[]>();
  let last = '';
  for (const line of text.split('\n').slice(1)) {
    if (line.startsWith('\t')) {
      info.get(last)?.push(line.trim());
      continue;
    }
    const [, key, value] = /^ {2}([a-z][a-z -]*):(.*)$/.exec(line) ?? [];
    if (key === undefined || value === undefined) continue;
    last = key;
    info.set(
      key,
      value.split(/\s+/).filter((word) => word !== ''),
    );
  }
  return info;
}

/** Names of services a zone speaks of, in lists and rich rules. */
export function servicesOf(zone: Info): string[] {
  const rich = (zone.get('rich rules') ?? []).map((text) => parseRichRule(text));
  const named = rich.flatMap((rule) => (rule?.about.kind === 'service' ? [rule.about.name] : []));
  return [...(zone.get('services') ?? []), ...named];
}

/**
 * A zone as a chain, in the order firewalld works in: rich rules of negative priority, then refusals, then permissions with the
 * zone's ports and services, then rich rules of positive priority, then the target. Throws `RuleNotUnderstood`.
 *
 * @param names names of rich rules of ours, by their text
 */
export function zoneChain(
  name: string,
  zone: Info,
  services: ReadonlyMap<string, Info>,
  names: ReadonlyMap<string, string[]>,
): BaseChain {
  const label = `firewalld zone ${name}`;
  const odd = [...zone.keys()].find((key) => !WITHOUT_EFFECT.includes(key) && !UNDERSTOOD.includes(key));
  if (odd !== undefined) throw new RuleNotUnderstood(`${label}: ${odd}`);
  const [target = ''] = zone.get('target') ?? [];
  if (!['default', 'ACCEPT', 'DROP', '%%REJECT%%', 'REJECT'].includes(target)) {
    throw new RuleNotUnderstood(`${label}: target ${target}`);
  }
  if ((zone.get('forward-ports') ?? []).length > 0) {
    throw new RuleNotUnderstood(`${label}: forward-port ${zone.get('forward-ports')?.join(' ')}`);
  }
  const rich = (zone.get('rich rules') ?? [])
    .map((text) => parseRichRule(text))
    .filter((rule) => rule !== null)
    .sort((a, b) => a.priority - b.priority || orderInPriority(a) - orderInPriority(b));
  const asRules = (rules: readonly RichRule[]) =>
    rules.flatMap((rule) => named(richRules(rule, services), names.get(rule.text)));
  return {
    name: label,
    families: BOTH_FAMILIES,
    policy: target === 'ACCEPT' ? 'accept' : 'drop',
    rules: [
      ...asRules(rich.filter((rule) => rule.priority < 0 || (rule.priority === 0 && rule.action === 'drop'))),
      ...asRules(rich.filter((rule) => rule.priority === 0 && rule.action === 'accept')),
      ...openings(label, zone, services),
      ...asRules(rich.filter((rule) => rule.priority > 0)),
    ],
    chains: new Map(),
  };
}

/** A rule that two runs set is there once in the zone, and counts for both. */
function named(rules: readonly FilterRule[], names: readonly string[] = []): FilterRule[] {
  return names.length === 0 ? [...rules] : names.flatMap((comment) => rules.map((rule) => ({ ...rule, comment })));
}

/** Refusals come first at priority 0; elsewhere firewalld promises no order, so permissions count first. */
function orderInPriority(rule: RichRule): number {
  return (rule.action === 'drop') === (rule.priority === 0) ? 0 : 1;
}

function openings(label: string, zone: Info, services: ReadonlyMap<string, Info>): FilterRule[] {
  return [
    ...(zone.get('services') ?? []).flatMap((service) =>
      serviceMatches(service, services, `${label}: service ${service}`),
    ),
    ...portRules(zone, label),
  ];
}

function portRules(info: Info, label: string): FilterRule[] {
  const ports = (info.get('ports') ?? []).flatMap((port) => {
    const match = portMatchOrNull(port);
    return match === null ? [] : [opening(`${label}: port ${port}`, match)];
  });
  const protocols = (info.get('protocols') ?? []).flatMap((protocol) =>
    protocol === 'tcp' || protocol === 'udp'
      ? [opening(`${label}: protocol ${protocol}`, { ...allTraffic(), protocols: [protocol] })]
      : [],
  );
  // Who sends from that port reaches every port; and anybody can choose the port to send from.
  const sourcePorts = (info.get('source-ports') ?? []).flatMap((port) => {
    const match = portMatchOrNull(port);
    return match === null ? [] : [opening(`${label}: source port ${port}`, { ...match, ports: 'any' })];
  });
  return [...ports, ...protocols, ...sourcePorts];
}

function serviceMatches(
  service: string,
  services: ReadonlyMap<string, Info>,
  label: string,
  seen: readonly string[] = [],
): FilterRule[] {
  const info = services.get(service);
  if (info === undefined || seen.includes(service)) throw new RuleNotUnderstood(label);
  const destination = info.get('destination') ?? [];
  const included = info.get('includes') ?? [];
  return [
    ...portRules(info, label).map((rule) =>
      destination.length === 0 ? rule : { ...rule, limitedTo: [...rule.limitedTo, `to ${destination.join(', ')}`] },
    ),
    ...included.flatMap((name) => serviceMatches(name, services, label, [...seen, service])),
  ];
}

function richRules(rule: RichRule, services: ReadonlyMap<string, Info>): FilterRule[] {
  const label = `firewalld: ${rule.text}`;
  const matches =
    rule.about.kind === 'everything'
      ? [allTraffic()]
      : rule.about.kind === 'port'
        ? [rule.about.match]
        : serviceMatches(rule.about.name, services, label);
  return matches.map((match) => ({
    ...match,
    families: rule.families,
    limitedTo: [...match.limitedTo, ...rule.limitedTo],
    label,
    comment: null,
    verdict: { kind: rule.action },
  }));
}

/** Whether a firewalld policy cannot let TCP or UDP in to this machine. */
export function policyIsHarmless(policy: Info): boolean {
  const egress = policy.get('egress-zones') ?? [];
  if (!egress.includes('HOST') && !egress.includes('ANY')) return true;
  const empty = ['services', 'ports', 'protocols', 'forward-ports', 'source-ports'].every(
    (key) => (policy.get(key) ?? []).length === 0,
  );
  const rich = (policy.get('rich rules') ?? []).map((text) => parseRichRule(text));
  return empty && policy.get('target')?.[0] === 'CONTINUE' && rich.every((rule) => rule === null);
}
