import { type Fact, read, unavailable } from '../../../model/fact.ts';
import type { Firewall } from '../../../model/firewall.ts';
import type { ConfinedTree } from '../../confined-tree.ts';
import { readOurRules } from '../changes/firewall/our-rules.ts';
import { readInsideOnly } from '../network/inside-only.ts';
import { isRoot, runTool, withoutResult } from '../tool.ts';
import { type BaseChain, RuleNotUnderstood } from './filter-rule.ts';
import { FirewalldFailed, firewalldRulesAreLoaded, firewalldRuns, readFirewalldZones } from './firewalld.ts';
import { withoutInsideTraffic } from './inside-traffic.ts';
import { IptablesUnreadable, readLegacyChains, readManagedChains } from './iptables.ts';
import { filtersInput, inputChains, type NftTable, parseNftRuleset } from './nft-ruleset.ts';
import {
  joinedOverZones,
  namesByRichRule,
  networksLeftOpen,
  withNetworksLeftOpen,
  withUnsetRules,
} from './our-rules-in-reading.ts';
import { summarise } from './summary.ts';

const SOURCE = 'nft -j list ruleset, iptables-save, firewall-cmd';

/**
 * The inbound filter of the running kernel: firewalld's zones where firewalld runs, else every nftables and iptables chain
 * packets come in through. Given only when every rule that could let in or keep out new TCP or UDP traffic was understood.
 * What other stages (ingress, prerouting) drop is not counted: it could only close more. Rules of ours that are recorded and not in
 * force are given as not enabled: somebody took them away, or a crash left them half set.
 */
export async function readFirewall(tree: ConfinedTree): Promise<Fact<Firewall>> {
  if (!isRoot()) {
    return unavailable('needs-elevation', 'Administrator rights are needed to read the firewall rules.', SOURCE);
  }
  const [listed, isFirewalld, inside] = await Promise.all([
    runTool('nft', ['-j', 'list', 'ruleset']),
    firewalldRuns(),
    readInsideOnly(),
  ]);
  if (listed.kind !== 'ran' || listed.exitCode !== 0) return withoutResult(listed);
  const tables = parseNftRuleset(listed.stdout);
  if (tables === null)
    return unavailable('malformed', 'nft wrote something that is not its documented form.', listed.source);
  try {
    const { rules: ours } = await readOurRules();
    const names = namesByRichRule(ours);
    const through = (left: ReadonlySet<string>) =>
      isFirewalld ? throughFirewalld(tree, tables, names, left) : throughChains(tree, tables, left);
    const seen = await through(inside);
    const leftOpen = networksLeftOpen(seen, ours, inside);
    const found = leftOpen.size === 0 ? seen : await through(new Set([...inside, ...leftOpen]));
    if (found.status === 'unavailable') return found;
    return { ...found, value: withNetworksLeftOpen(withUnsetRules(found.value, ours), ours, leftOpen) };
  } catch (error) {
    if (error instanceof RuleNotUnderstood) {
      return unavailable('not-known', `A firewall rule was not understood: ${error.message}`, SOURCE);
    }
    if (error instanceof IptablesUnreadable) return unavailable(error.why, error.message, SOURCE);
    if (error instanceof FirewalldFailed) return unavailable('tool-failed', error.message, SOURCE);
    throw error;
  }
}

async function throughFirewalld(
  tree: ConfinedTree,
  tables: readonly NftTable[],
  names: ReadonlyMap<string, string[]>,
  inside: ReadonlySet<string>,
): Promise<Fact<Firewall>> {
  if (!firewalldRulesAreLoaded(tables)) {
    // Its rules may be iptables rules, among which others can stand: then those chains say what holds.
    const chains = await throughChains(tree, tables, inside);
    if (chains.status === 'unavailable' || chains.value.running) return chains;
    return unavailable('not-known', 'firewalld says it runs, but its rules are not in force as it made them.', SOURCE);
  }
  const zones = await readFirewalldZones(names, inside);
  const firewall: Firewall = { engine: 'firewalld', running: true, zones: [], rules: [] };
  for (const [name, chain] of zones) {
    const summary = summarise(name, [chain]);
    firewall.zones.push(...summary.zones);
    firewall.rules.push(...summary.rules.map((rule) => ({ ...rule, zones: [name] })));
  }
  firewall.rules = joinedOverZones(firewall);
  return read(firewall, 'firewall-cmd --info-zone of every active zone, compared with nft -j list ruleset');
}

async function throughChains(
  tree: ConfinedTree,
  tables: readonly NftTable[],
  inside: ReadonlySet<string>,
): Promise<Fact<Firewall>> {
  const filtering = tables.filter(filtersInput);
  const native = filtering.filter((table) => !table.needsIptables).flatMap(inputChains);
  const managed = await readManagedChains(filtering.filter((table) => table.needsIptables));
  const legacy = await readLegacyChains(tree);
  const bases: BaseChain[] = [...native, ...managed, ...legacy].map((base) => withoutInsideTraffic(base, inside));
  const engines = [
    ...(native.length > 0 || bases.length === 0 ? ['nftables'] : []),
    ...(managed.length + legacy.length > 0 ? ['iptables'] : []),
  ];
  const engine = engines.join(' and ');
  return read({ engine, running: bases.length > 0, ...summarise('input', bases) }, SOURCE);
}
