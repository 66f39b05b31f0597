import type { ConfinedTree } from '../../../confined-tree.ts';
import { HostChangeError } from '../../../host.ts';
import { firewalldRulesAreLoaded, firewalldRuns } from '../../firewall/firewalld.ts';
import { legacyFamilies } from '../../firewall/iptables.ts';
import { filtersInput, type NftTable, parseNftRuleset } from '../../firewall/nft-ruleset.ts';
import { change } from '../change-tool.ts';
import type { IptablesKind } from './iptables.ts';
import { OUR_TABLE } from './nftables.ts';
import type { RuleEngine } from './our-rules.ts';

export interface RulingEngine {
  engine: RuleEngine;
  /** Which kind of iptables the machine has its rules in; says nothing where another engine rules. */
  iptables: IptablesKind;
}

/**
 * Who rules the inbound filter of this machine: firewalld where it runs and its rules are in force; iptables where there are
 * chains of iptables and nothing else filters; else nftables, whose own table closes whatever others let in.
 */
export async function rulingEngine(tree: ConfinedTree): Promise<RulingEngine> {
  const tables = parseNftRuleset((await change('nft', ['-j', 'list', 'ruleset'])).stdout);
  if (tables === null) throw new HostChangeError('tool-failed', 'nft wrote something that is not its documented form');
  const legacy = (await legacyFamilies(tree)).length > 0;
  const iptables = legacy ? 'legacy' : 'nft';
  if ((await firewalldRuns()) && firewalldRulesAreLoaded(tables)) return { engine: 'firewalld', iptables };
  const filtering = tables.filter((table) => filtersInput(table) && !isOurs(table));
  const managed = filtering.filter(isOfIptables);
  if (managed.length === filtering.length && (legacy || managed.length > 0)) return { engine: 'iptables', iptables };
  return { engine: 'nftables', iptables };
}

function isOurs({ family, name }: NftTable): boolean {
  return family === OUR_TABLE.family && name === OUR_TABLE.name;
}

/** iptables on top of nftables keeps its rules in tables and chains of fixed names. */
function isOfIptables({ family, name, chains }: NftTable): boolean {
  return (
    ['ip', 'ip6'].includes(family) &&
    ['filter', 'mangle', 'security', 'raw', 'nat'].includes(name) &&
    chains.every(
      (chain) => chain['hook'] === undefined || String(chain['name']) === String(chain['hook']).toUpperCase(),
    )
  );
}
