import type { FirewallRule } from '../../../../model/firewall.ts';
import { HostChangeError } from '../../../host.ts';
import { findTool } from '../../tool.ts';
import { attempt, change, said } from '../change-tool.ts';
import { forgetAtBoot, ruleFile, setAtBoot } from './boot-unit.ts';

/** A table of our own: what it drops no other table lets in again, and other people's rules stay untouched. */
export const OUR_TABLE = { family: 'inet', name: 'ucs_remediation_wizard' } as const;
const TABLE = `${OUR_TABLE.family} ${OUR_TABLE.name}`;
const FILE = 'firewall.nft';
/** After connection tracking (-200), before the ordinary filters (0). */
const PRIORITY = -150;

/** Has our table hold exactly these rules, now and after every start. Throws `HostChangeError` tool-failed. */
export async function setNftables(rules: readonly FirewallRule[]): Promise<void> {
  if (rules.length === 0) return removeNftables();
  const nft = findTool('nft');
  if (nft === null) throw new HostChangeError('tool-failed', 'the tool "nft" is not installed here');
  await setAtBoot({ files: { [FILE]: tableText(rules) }, command: [nft, '-f', ruleFile(FILE)] });
  const listed = await change('nft', ['list', 'table', OUR_TABLE.family, OUR_TABLE.name]);
  const missing = rules.find(({ name }) => !listed.stdout.includes(`comment "${name}"`));
  if (missing) throw new HostChangeError('tool-failed', `the rule "${missing.name}" is not in force after it was set`);
}

async function removeNftables(): Promise<void> {
  const listed = await attempt('nft', ['list', 'table', OUR_TABLE.family, OUR_TABLE.name]);
  if (listed.exitCode === 0) {
    const removed = await attempt('nft', ['delete', 'table', OUR_TABLE.family, OUR_TABLE.name]);
    if (removed.exitCode !== 0) throw new HostChangeError('tool-failed', `nft delete table: ${said(removed)}`);
  }
  await forgetAtBoot([FILE]);
}

/** Replaces our table as a whole, in one step for the kernel: at no moment is a port open in between. */
export function tableText(rules: readonly FirewallRule[]): string {
  return [
    `table ${TABLE}`,
    `delete table ${TABLE}`,
    `table ${TABLE} {`,
    '  chain input {',
    `    type filter hook input priority ${PRIORITY}; policy accept;`,
    // Answers to what this instrument itself asked for.
    '    ct direction reply accept',
    ...rules.flatMap(ruleLines),
    '  }',
    '}',
    '',
  ].join('\n');
}

function ruleLines({ name, protocol, ports, families, exceptOn = [] }: FirewallRule): string[] {
  const except = ['lo', ...exceptOn].map((link) => `"${link}"`).join(', ');
  const family = families.length === 2 ? '' : `meta nfproto ${families[0]} `;
  const where = ports === 'any' ? '' : ` dport { ${ports.map(rangeText).join(', ')} }`;
  const protocols = protocol === 'any' ? ['tcp', 'udp'] : [protocol];
  return protocols.map((one) => {
    const what = where === '' ? `meta l4proto ${one}` : `${one}${where}`;
    return `    ${family}iifname != { ${except} } ${what} drop comment "${name}"`;
  });
}

function rangeText({ from, to }: { from: number; to: number }): string {
  return from === to ? `${from}` : `${from}-${to}`;
}
