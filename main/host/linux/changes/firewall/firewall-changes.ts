import type { FirewallRule } from '../../../../model/firewall.ts';
import type { ConfinedTree } from '../../../confined-tree.ts';
import { HostChangeError } from '../../../host.ts';
import { addRichRules, keepZone, refuseSharedZones, removeRichRules, restoreZone, zonesToClose } from './firewalld.ts';
import { removeIptables, setIptables, tablesToBeMade } from './iptables.ts';
import { setNftables } from './nftables.ts';
import { type OurRules, type RuleEngine, readOurRules, recordOurRules } from './our-rules.ts';
import { rulingEngine } from './ruling-engine.ts';

/** What may stand in a name that is written into rule files, and in the name of an interface there. */
const NAME = /^[\w .:@/-]{1,120}$/;
const INTERFACE = /^[\w.:@-]{1,15}$/;

/**
 * Closes ports to other machines, through whoever rules the filter of this machine, now and after every start. What is to be set is
 * recorded first: so a rule that a crash left half set is found and taken away again.
 */
export async function addFirewallRules(tree: ConfinedTree, rules: readonly FirewallRule[]): Promise<void> {
  for (const rule of rules) refuseUnsuitable(rule);
  const ruling = await rulingEngine(tree);
  const names = rules.map(({ name }) => name);
  const replaced = (await readOurRules()).rules.filter(({ rule }) => names.includes(rule.name));
  if (replaced.some((old) => !rules.some((rule) => isSame(old, ruling.engine, rule)))) {
    await removeFirewallRules(tree, names);
  }

  const before = await readOurRules();
  const ours: OurRules = {
    ...before,
    rules: [
      ...before.rules.filter(({ rule }) => !names.includes(rule.name)),
      ...rules.map((rule) => ({ engine: ruling.engine, rule })),
    ],
  };
  if (ruling.engine === 'firewalld') {
    const known = before.zones.map(({ name }) => name);
    const wanted = await zonesToClose(rules);
    await refuseSharedZones(rules, wanted);
    const added = wanted.filter((name) => !known.includes(name));
    ours.zones = [...before.zones, ...(await Promise.all(added.map(keepZone)))];
    await recordOurRules(ours);
    await addRichRules(
      rulesOf(ours, 'firewalld'),
      ours.zones.map(({ name }) => name),
    );
    return;
  }
  if (ruling.engine === 'iptables') {
    if (rulesOf(before, 'iptables').length === 0) ours.madeTables = await tablesToBeMade();
    await recordOurRules(ours);
    await setIptables(ruling.iptables, rulesOf(ours, 'iptables'));
    return;
  }
  await recordOurRules(ours);
  await setNftables(rulesOf(ours, 'nftables'));
}

/** Takes rules of ours away by name, wherever they were set; with the last one everything that came with them. */
export async function removeFirewallRules(tree: ConfinedTree, names: readonly string[]): Promise<void> {
  const before = await readOurRules();
  const leaving = before.rules.filter(({ rule }) => names.includes(rule.name));
  if (leaving.length === 0) return;
  const left: OurRules = { ...before, rules: before.rules.filter((entry) => !leaving.includes(entry)) };
  const engines = new Set(leaving.map(({ engine }) => engine));
  if (engines.has('firewalld')) left.zones = await leaveFirewalld(before, left);
  if (engines.has('iptables')) {
    const rest = rulesOf(left, 'iptables');
    const { iptables } = await rulingEngine(tree);
    if (rest.length > 0) await setIptables(iptables, rest);
    else await removeIptables(iptables, before.madeTables);
    if (rest.length === 0) left.madeTables = [];
  }
  if (engines.has('nftables')) await setNftables(rulesOf(left, 'nftables'));
  // Last: until everything is gone the record leads back here.
  await recordOurRules(left);
}

async function leaveFirewalld(before: OurRules, left: OurRules): Promise<OurRules['zones']> {
  const rest = rulesOf(left, 'firewalld');
  const gone = rulesOf(before, 'firewalld').filter((rule) => !rest.includes(rule));
  await removeRichRules(
    gone,
    before.zones.map(({ name }) => name),
  );
  if (rest.length > 0) {
    // Two rules of ours can be the same for firewalld, which knows no names.
    await addRichRules(
      rest,
      before.zones.map(({ name }) => name),
    );
    return before.zones;
  }
  for (const zone of before.zones) await restoreZone(zone);
  return [];
}

function rulesOf({ rules }: OurRules, engine: RuleEngine): FirewallRule[] {
  return rules.filter((entry) => entry.engine === engine).map(({ rule }) => rule);
}

function isSame(old: OurRules['rules'][number], engine: RuleEngine, rule: FirewallRule): boolean {
  return old.engine === engine && JSON.stringify(old.rule) === JSON.stringify(rule);
}

function refuseUnsuitable({ name, origin, action, program, zones, remote, exceptOn = [] }: FirewallRule): void {
  const whole = origin === 'local' && action === 'block' && zones === 'any' && remote === 'any';
  if (!whole || program !== 'any') {
    throw new HostChangeError('tool-failed', `the rule "${name}" is of a kind that is not set on this system`);
  }
  if (!NAME.test(name) || exceptOn.some((link) => !INTERFACE.test(link))) {
    throw new HostChangeError('tool-failed', `the rule "${name}" has a name that cannot be written down safely`);
  }
}
