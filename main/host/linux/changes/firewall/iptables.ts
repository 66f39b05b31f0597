import type { FirewallRule } from '../../../../model/firewall.ts';
import type { AddressFamily } from '../../../../model/system-facts.ts';
import { HostChangeError } from '../../../host.ts';
import { findTool, runTool } from '../../tool.ts';
import { attempt, change, said } from '../change-tool.ts';
import { forgetAtBoot, ruleFile, setAtBoot } from './boot-unit.ts';

/** A chain of our own, asked before every other rule. */
export const OUR_CHAIN = 'UCS-REMEDIATION';
const FAMILIES = [
  { family: 'ipv4', prefix: 'iptables', file: 'firewall.v4', table: 'ip filter' },
  { family: 'ipv6', prefix: 'ip6tables', file: 'firewall.v6', table: 'ip6 filter' },
] as const;
const SCRIPT = 'firewall.sh';
/** More of our own jumps than a crash could ever leave. */
const MAX_JUMPS = 20;

/** Which of the two kinds of iptables holds the rules of this machine. */
export type IptablesKind = 'legacy' | 'nft';

/** Has our chain hold exactly these rules in both families, now and after every start. Throws `HostChangeError` tool-failed. */
export async function setIptables(kind: IptablesKind, rules: readonly FirewallRule[]): Promise<void> {
  const shell = findTool('sh');
  if (shell === null) throw new HostChangeError('tool-failed', 'the tool "sh" is not installed here');
  const script = FAMILIES.flatMap(({ prefix, file }) => [
    // Where our jump is there already it must not be there twice; at the start of the system there is none.
    `${toolPath(prefix, kind, '')} -w -D INPUT -j ${OUR_CHAIN} || :`,
    `${toolPath(prefix, kind, '-restore')} -w --noflush ${ruleFile(file)}`,
  ]);
  await setAtBoot({
    files: {
      ...Object.fromEntries(FAMILIES.map(({ family, file }) => [file, restoreText(rules, family)])),
      [SCRIPT]: ['set -e', ...script, ''].join('\n'),
    },
    command: [shell, ruleFile(SCRIPT)],
  });
  for (const { family, prefix } of FAMILIES) {
    const listed = await change(toolName(prefix, kind), ['-w', '-S', OUR_CHAIN]);
    const jump = await change(toolName(prefix, kind), ['-w', '-S', 'INPUT', '1']);
    const missing = rules
      .filter(({ families }) => families.includes(family))
      .find(({ name }) => !listed.stdout.includes(`"${name}"`));
    if (missing)
      throw new HostChangeError('tool-failed', `the rule "${missing.name}" is not in force after it was set`);
    if (!jump.stdout.includes(`-j ${OUR_CHAIN}`))
      throw new HostChangeError('tool-failed', `${prefix} does not ask our chain first`);
  }
}

/**
 * Takes our chain away in both families, and tables that iptables made only for it.
 *
 * @param madeTables as nft names them ("ip6 filter")
 */
export async function removeIptables(kind: IptablesKind, madeTables: readonly string[]): Promise<void> {
  for (const { prefix, table } of FAMILIES) {
    const tool = toolName(prefix, kind);
    const there = await attempt(tool, ['-w', '-S', OUR_CHAIN]);
    if (there.exitCode === 0) {
      for (let jumps = 0; jumps < MAX_JUMPS; jumps += 1) {
        if ((await attempt(tool, ['-w', '-C', 'INPUT', '-j', OUR_CHAIN])).exitCode !== 0) break;
        await change(tool, ['-w', '-D', 'INPUT', '-j', OUR_CHAIN]);
      }
      await change(tool, ['-w', '-F', OUR_CHAIN]);
      await change(tool, ['-w', '-X', OUR_CHAIN]);
    }
    if (kind === 'nft' && madeTables.includes(table)) await removeBareTable(table);
  }
  await forgetAtBoot([...FAMILIES.map(({ file }) => file), SCRIPT]);
}

/** A table that was made for us and that somebody uses by now stays. */
async function removeBareTable(table: string): Promise<void> {
  const [family = '', name = ''] = table.split(' ');
  const listed = await attempt('nft', ['list', 'table', family, name]);
  if (listed.exitCode !== 0 || !isBare(listed.stdout)) return;
  const removed = await attempt('nft', ['delete', 'table', family, name]);
  if (removed.exitCode !== 0) throw new HostChangeError('tool-failed', `nft delete table ${table}: ${said(removed)}`);
}

/** Nothing but chains that let everything through. */
function isBare(listing: string): boolean {
  return listing
    .split('\n')
    .map((line) => line.trim())
    .every(
      (line) =>
        line === '' ||
        line === '}' ||
        /^(#|table |chain |type \w+ hook \w+ priority [\w+ -]+; policy accept;$)/.test(line),
    );
}

/** Tables of nft that are not there yet and that iptables makes when it is used. */
export async function tablesToBeMade(): Promise<string[]> {
  const listed = await runTool('nft', ['list', 'tables']);
  if (listed.kind !== 'ran' || listed.exitCode !== 0) return [];
  const there = listed.stdout.split('\n').map((line) => line.replace(/^table /, '').trim());
  return FAMILIES.map(({ table }) => table).filter((table) => !there.includes(table));
}

/** Name of the tool for one family: `iptables` alone may be of either kind. */
function toolName(prefix: string, kind: IptablesKind, suffix = ''): string {
  const exact = `${prefix}-${kind}${suffix}`;
  return findTool(exact) === null ? `${prefix}${suffix}` : exact;
}

function toolPath(prefix: string, kind: IptablesKind, suffix: string): string {
  const path = findTool(toolName(prefix, kind, suffix));
  if (path === null) throw new HostChangeError('tool-failed', `the tool "${prefix}${suffix}" is not installed here`);
  return path;
}

/** What iptables-restore reads: our chain is emptied and filled in one step, everything else stays. */
export function restoreText(rules: readonly FirewallRule[], family: AddressFamily): string {
  const except = [...new Set(['lo', ...rules.flatMap(({ exceptOn = [] }) => exceptOn)])];
  return [
    '*filter',
    `:${OUR_CHAIN} - [0:0]`,
    `-I INPUT 1 -j ${OUR_CHAIN}`,
    ...except.map((link) => `-A ${OUR_CHAIN} -i ${link} -j RETURN`),
    // Answers to what this instrument itself asked for.
    `-A ${OUR_CHAIN} -m conntrack --ctdir REPLY -j RETURN`,
    ...rules.filter(({ families }) => families.includes(family)).flatMap(ruleLines),
    'COMMIT',
    '',
  ].join('\n');
}

function ruleLines({ name, protocol, ports }: FirewallRule): string[] {
  const protocols = protocol === 'any' ? ['tcp', 'udp'] : [protocol];
  const where =
    ports === 'any' ? [''] : ports.map(({ from, to }) => ` --dport ${from === to ? from : `${from}:${to}`}`);
  return protocols.flatMap((one) =>
    where.map((port) => `-A ${OUR_CHAIN} -p ${one} -m ${one}${port} -m comment --comment "${name}" -j DROP`),
  );
}
