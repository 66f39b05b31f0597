import type { PortRange } from '../../../model/firewall.ts';
import type { AddressFamily } from '../../../model/system-facts.ts';
import {
  allTraffic,
  type BaseChain,
  both,
  type FilterRule,
  otherPorts,
  RuleNotUnderstood,
  type TrafficMatch,
  type Verdict,
} from './filter-rule.ts';
import { connectionState, direction, inInterface, protocols } from './nft-match.ts';

/** Tables whose INPUT chain filters what comes in; nat only rewrites addresses. */
const FILTERING_TABLES = ['filter', 'mangle', 'security'];
/** Targets that neither let a packet in nor keep it out. */
const WITHOUT_EFFECT = ['LOG', 'NFLOG', 'ULOG', 'AUDIT', 'MARK', 'CONNMARK', 'TRACE'];
/** Options that only say how a target works. */
const TARGET_OPTIONS =
  /^--(reject-with|log-[a-z-]+|nflog-[a-z-]+|ulog-[a-z-]+|type|set-mark|set-xmark|and-mark|or-mark|xor-mark|save-mark|restore-mark|nfmask|ctmask)$/;

interface Token {
  name: string;
  negated: boolean;
  values: string[];
}

/**
 * The base chains for inbound packets of `iptables-save` (ipv4) or `ip6tables-save` output, of the given tables only.
 * Throws `RuleNotUnderstood`.
 */
export function parseIptablesSave(
  text: string,
  family: AddressFamily,
  tool: string,
  tables: readonly string[] = FILTERING_TABLES,
): BaseChain[] {
  const bases: BaseChain[] = [];
  for (const section of text.split(/^\*/m).slice(1)) {
    const [table = '', ...lines] = section.split('\n').map((line) => line.trim());
    if (!FILTERING_TABLES.includes(table) || !tables.includes(table)) continue;
    const named = `${tool} ${table}`;
    const policy = /^:INPUT (ACCEPT|DROP)\b/m.exec(lines.join('\n'))?.[1];
    if (policy === undefined) continue;
    const written = lines.filter((line) => line.startsWith('-A ')).map((line) => optionsOf(line, named));
    const chains = new Map<string, FilterRule[]>();
    for (const name of reachableFrom('INPUT', written)) {
      const rules = written.filter(({ options }) => options[0]?.values[0] === name);
      chains.set(
        name,
        rules.flatMap(({ line, options }) => understandRule(options, family, `${named}: ${line}`)),
      );
    }
    const rules = chains.get('INPUT') ?? [];
    bases.push({
      name: `${named} INPUT`,
      families: [family],
      policy: policy === 'DROP' ? 'drop' : 'accept',
      rules,
      chains,
    });
  }
  return bases;
}

function reachableFrom(start: string, rules: readonly { options: Token[] }[]): Set<string> {
  const reached = new Set<string>();
  const pending = [start];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    for (const { options } of rules) {
      if (options[0]?.values[0] !== name) continue;
      pending.push(
        ...options.filter(({ name: option }) => option === '-j' || option === '-g').flatMap((o) => o.values),
      );
    }
  }
  return reached;
}

/** Splits a line into options with their values and the `!` before them. */
function optionsOf(line: string, named: string): { line: string; options: Token[] } {
  const words = line.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
  const options: Token[] = [];
  let negated = false;
  for (const word of words) {
    const last = options.at(-1);
    if (word === '!') negated = true;
    else if (/^-{1,2}[a-zA-Z]/.test(word)) {
      options.push({ name: word, negated, values: [] });
      negated = false;
    } else if (last === undefined || negated) throw new RuleNotUnderstood(`${named}: ${line}`);
    else last.values.push(word.startsWith('"') ? word.slice(1, -1).replace(/\\(.)/g, '$1') : word);
  }
  return { line, options };
}

function understandRule(options: readonly Token[], family: AddressFamily, label: string): FilterRule[] {
  let match: TrafficMatch | null = allTraffic([family]);
  let verdict: Verdict | null = null;
  let comment: string | null = null;
  let notUnderstood = false;
  for (const option of options) {
    const [value = ''] = option.values;
    if (option.name === '--comment') comment = value;
    else if (option.name === '-j' || option.name === '-g') {
      if (WITHOUT_EFFECT.includes(value)) return [];
      verdict = verdictOf(option.name, value);
    } else {
      const part = understandOption(option, label);
      if (part === 'not understood') notUnderstood = true;
      else match = match === null || part === null ? null : both(match, part);
    }
  }
  // Without a target a rule only counts.
  if (match === null || verdict === null) return [];
  if (notUnderstood) throw new RuleNotUnderstood(label);
  return [{ ...match, label, comment, verdict }];
}

function verdictOf(option: string, target: string): Verdict {
  if (target === 'ACCEPT') return { kind: 'accept' };
  if (target === 'DROP' || target === 'REJECT') return { kind: 'drop' };
  if (target === 'RETURN') return { kind: 'return' };
  // A target that is no chain (an extension) is found when the walk comes to it: nothing of that name is there.
  return { kind: option === '-g' ? 'goto' : 'jump', chain: target };
}

function understandOption(option: Token, label: string): TrafficMatch | null | 'not understood' {
  const { name, negated, values } = option;
  const [value = ''] = values;
  const everything = allTraffic();
  const part = (what: string) => ({ ...everything, limitedTo: [`${what}${negated ? 'not ' : ''}${value}`] });
  switch (name) {
    case '-A':
    case '-m':
    case '--match':
      return everything;
    case '-p':
      return value === 'all'
        ? everything
        : protocols([value === '6' ? 'tcp' : value === '17' ? 'udp' : value], negated, label);
    case '-i':
      return inInterface([value], negated);
    case '-s':
      return part('');
    case '-d':
      return part('to ');
    case '--dport':
    case '--dports':
      return { ...everything, ports: ports(value, negated, label) };
    case '--sport':
    case '--sports':
      return part('source port ');
    case '--ctstate':
    case '--state':
      return connectionState(value.toLowerCase().split(','), negated, label);
    case '--ctdir':
      return direction([value], negated, label);
    case '--dst-type':
      return value === 'LOCAL' && !negated ? everything : part('destination type ');
    case '--limit':
      return part('a limited rate ');
    case '--limit-burst':
      return everything;
    case '--tcp-flags':
      return startOfConnection(values, negated);
    case '--syn':
      return negated ? null : { ...everything, protocols: ['tcp'] };
    case '--icmp-type':
    case '--icmpv6-type':
      return null;
    default:
      return TARGET_OPTIONS.test(name) ? everything : 'not understood';
  }
}

function startOfConnection(values: readonly string[], negated: boolean): TrafficMatch | null | 'not understood' {
  if (values.join(' ') !== 'FIN,SYN,RST,ACK SYN') return 'not understood';
  return negated ? null : { ...allTraffic(), protocols: ['tcp'] };
}

function ports(text: string, negated: boolean, label: string): PortRange[] {
  const ranges = text.split(',').map((word) => {
    const [, from, to] = /^(\d+)(?::(\d+))?$/.exec(word) ?? [];
    if (from === undefined) throw new RuleNotUnderstood(label);
    return { from: Number(from), to: Number(to ?? from) };
  });
  return negated ? otherPorts(ranges) : ranges;
}
