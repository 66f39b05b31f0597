import type { AddressFamily } from '../../../model/system-facts.ts';
import { type BaseChain, type FilterRule, RuleNotUnderstood } from './filter-rule.ts';
import { isObject, type NftObject } from './nft-match.ts';
import { understandRule } from './nft-rule.ts';

const FAMILIES: Record<string, AddressFamily[]> = { ip: ['ipv4'], ip6: ['ipv6'], inet: ['ipv4', 'ipv6'] };
/** Flags of a table that change nothing about what its chains do. */
const HARMLESS_TABLE_FLAGS = ['owner', 'persist'];

/** What the kernel's nftables hold, sorted by table. */
export interface NftTable {
  family: string;
  name: string;
  chains: NftObject[];
  rules: NftObject[];
  sets: NftObject[];
  maps: NftObject[];
  flags: unknown;
  /** True when iptables manages it with parts nft cannot show: then iptables has to be asked. */
  needsIptables: boolean;
}

/** Sorts the JSON of `nft -j list ruleset`; null when it is not of the documented form. */
export function parseNftRuleset(text: string): NftTable[] | null {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(content) || !Array.isArray(content['nftables'])) return null;
  const tables = new Map<string, NftTable>();
  for (const item of content['nftables']) {
    if (!isObject(item)) return null;
    for (const [kind, object] of Object.entries(item)) {
      if (!isObject(object)) return null;
      if (kind === 'metainfo') continue;
      const family = String(object['family']);
      const name = String(kind === 'table' ? object['name'] : object['table']);
      const empty = { chains: [], rules: [], sets: [], maps: [], flags: undefined, needsIptables: false };
      const table: NftTable = tables.get(`${family} ${name}`) ?? { family, name, ...empty };
      tables.set(`${family} ${name}`, table);
      if (kind === 'table') table.flags = object['flags'];
      if (kind === 'chain') table.chains.push(object);
      if (kind === 'rule') {
        table.rules.push(object);
        table.needsIptables ||= hasIptablesParts(object);
      }
      if (kind === 'set') table.sets.push(object);
      if (kind === 'map') table.maps.push(object);
    }
  }
  return [...tables.values()];
}

function hasIptablesParts(rule: NftObject): boolean {
  return Array.isArray(rule['expr']) && rule['expr'].some((statement) => isObject(statement) && 'xt' in statement);
}

/** Whether a table has a chain the kernel sends inbound packets through. */
export function filtersInput(table: NftTable): boolean {
  return table.family in FAMILIES && table.chains.some(isInputFilter);
}

function isInputFilter(chain: NftObject): boolean {
  return chain['hook'] === 'input' && chain['type'] !== 'nat';
}

/** The base chains for inbound packets of one table. Throws `RuleNotUnderstood`. */
export function inputChains(table: NftTable): BaseChain[] {
  const families = FAMILIES[table.family];
  if (families === undefined || !filtersInput(table)) return [];
  const named = `nftables ${table.family} ${table.name}`;
  const flags = [table.flags ?? []].flat();
  if (flags.includes('dormant')) return [];
  // nft 1.0 writes part of the table's name instead of its flags, so any other word may mean "dormant".
  if (flags.some((flag) => !HARMLESS_TABLE_FLAGS.includes(String(flag)))) {
    throw new RuleNotUnderstood(`${named}: table with flags`);
  }
  const sets = new Map(table.sets.map((set) => [String(set['name']), elements(set)]));
  const maps = new Map(table.maps.map((map) => [String(map['name']), elements(map)]));
  const reachable = reachableChains(table);
  const chains = new Map<string, FilterRule[]>();
  for (const name of reachable) {
    const rules = table.rules.filter((rule) => rule['chain'] === name);
    chains.set(
      name,
      rules.flatMap((rule) => understandRule(rule, families, sets, maps)),
    );
  }
  return table.chains.filter(isInputFilter).map((chain) => {
    const name = String(chain['name']);
    return {
      name: `${named} ${name}`,
      families,
      policy: chain['policy'] === 'drop' ? 'drop' : 'accept',
      rules: chains.get(name) ?? [],
      chains,
    };
  });
}

/** Elements of a set or map; null when it changes by itself (a rule fills it, or elements run out). */
function elements(set: NftObject): unknown[] | null {
  const flags = [set['flags'] ?? []].flat();
  if (flags.includes('dynamic') || flags.includes('timeout')) return null;
  return Array.isArray(set['elem']) ? set['elem'] : [];
}

/** Names of the chains an inbound packet can come to: rules elsewhere need not be understood. */
function reachableChains(table: NftTable): Set<string> {
  const known = new Set(table.chains.map((chain) => String(chain['name'])));
  const reached = new Set<string>();
  const pending = table.chains.filter(isInputFilter).map((chain) => String(chain['name']));
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    const text = JSON.stringify(table.rules.filter((rule) => rule['chain'] === name).concat(table.maps));
    for (const [, target] of text.matchAll(/"target":"((?:[^"\\]|\\.)*)"/g)) {
      if (target !== undefined && known.has(target)) pending.push(target);
    }
  }
  return reached;
}
