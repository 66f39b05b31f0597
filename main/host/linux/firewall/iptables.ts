import { type ConfinedTree, isMiss } from '../../confined-tree.ts';
import { findTool, runTool } from '../tool.ts';
import { type BaseChain, RuleNotUnderstood } from './filter-rule.ts';
import { parseIptablesSave } from './iptables-save.ts';
import type { NftTable } from './nft-ruleset.ts';

const FAMILIES = [
  { family: 'ipv4', nft: 'ip', prefix: 'iptables', loaded: '/proc/net/ip_tables_names' },
  { family: 'ipv6', nft: 'ip6', prefix: 'ip6tables', loaded: '/proc/net/ip6_tables_names' },
] as const;

/** The tool for the rules at hand is missing, or gave no result. */
export class IptablesUnreadable extends Error {
  override readonly name = 'IptablesUnreadable';
  readonly why: 'tool-missing' | 'tool-failed';

  constructor(why: 'tool-missing' | 'tool-failed', message: string) {
    super(message);
    this.why = why;
  }
}

/** The families of which the kernel holds tables of the older iptables, which nft does not see. */
export async function legacyFamilies(tree: ConfinedTree): Promise<(typeof FAMILIES)[number][]> {
  const families = [];
  for (const family of FAMILIES) {
    const names = await tree.readText(family.loaded, 65_536);
    // Without the file this kernel has no such tables.
    if (!isMiss(names) && names.text.trim() !== '') families.push(family);
  }
  return families;
}

/** Chains of the older iptables inside the kernel. Throws `RuleNotUnderstood`, `IptablesUnreadable`. */
export async function readLegacyChains(tree: ConfinedTree): Promise<BaseChain[]> {
  const bases: BaseChain[] = [];
  for (const { family, prefix } of await legacyFamilies(tree)) {
    const tool = await saveTool(prefix, 'legacy');
    bases.push(...parseIptablesSave(await save(tool), family, tool));
  }
  return bases;
}

/** Chains of nft tables that iptables manages with parts nft cannot show. Throws `RuleNotUnderstood`, `IptablesUnreadable`. */
export async function readManagedChains(tables: readonly NftTable[]): Promise<BaseChain[]> {
  const bases: BaseChain[] = [];
  for (const { family, nft, prefix } of FAMILIES) {
    const wanted = tables.filter((table) => table.family === nft).map((table) => table.name);
    if (wanted.length === 0) continue;
    const tool = await saveTool(prefix, 'nft');
    const found = parseIptablesSave(await save(tool), family, tool, wanted);
    if (found.length < wanted.length) {
      throw new RuleNotUnderstood(`nftables ${nft} ${wanted.join(', ')}: ${tool} does not show it`);
    }
    bases.push(...found);
  }
  return bases;
}

async function save(tool: string): Promise<string> {
  const run = await runTool(tool, []);
  if (run.kind === 'ran' && run.exitCode === 0) return run.stdout;
  throw new IptablesUnreadable('tool-failed', `${tool} gave no result.`);
}

/** `iptables-save` alone may be of either kind: its version says which. */
async function saveTool(prefix: string, kind: 'legacy' | 'nft'): Promise<string> {
  const exact = `${prefix}-${kind}-save`;
  if (findTool(exact) !== null) return exact;
  const plain = await runTool(`${prefix}-save`, ['--version']);
  const isNft = plain.kind === 'ran' && plain.stdout.includes('nf_tables');
  if (plain.kind === 'ran' && plain.exitCode === 0 && isNft === (kind === 'nft')) return `${prefix}-save`;
  throw new IptablesUnreadable(
    'tool-missing',
    `The kernel holds rules of ${prefix}, and ${exact} is not installed here.`,
  );
}
