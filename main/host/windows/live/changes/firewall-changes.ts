import { isDeepStrictEqual } from 'node:util';
import { type FirewallRule, OUR_RULE_PREFIX } from '../../../../model/firewall.ts';
import { HostChangeError } from '../../../host.ts';
import { textOf } from '../../hive/registry-value.ts';
import { parseFirewallRule, RuleNotUnderstood } from '../../registry/firewall-rule.ts';
import { type Registry, RegistryGap } from '../../registry/registry.ts';
import { runSystemTool } from '../system-tool.ts';

/** Would end a word for netsh, or separate fields where Windows stores rules. */
const NOT_IN_RULES = /["|\r\n]/;

/**
 * Adds block rules of ours by netsh and reads each back from where Windows keeps it. A rule that is there already, exactly so, is left
 * alone, so that nothing is open even for a moment when a step runs again. Throws `HostChangeError`.
 */
export async function addFirewallRules(registry: Registry, rules: readonly FirewallRule[]): Promise<void> {
  const words = rules.map((rule) => ({ rule, words: netshWords(rule) }));
  for (const { rule, words: added } of words) {
    const before = await rulesNamed(registry, rule.name);
    if (before.length === 1 && isDeepStrictEqual(before[0], rule)) continue;
    if (before.length > 0) await removeFirewallRules(registry, [rule.name]);
    const run = await runSystemTool('netsh.exe', ['advfirewall', 'firewall', 'add', 'rule', ...added]);
    const after = await rulesNamed(registry, rule.name);
    if (after.length !== 1 || !isDeepStrictEqual(after[0], rule)) {
      throw new HostChangeError('tool-failed', `the rule "${rule.name}" is not there as it was added (${run.detail})`);
    }
  }
}

/** Removes rules of ours by name, and looks that they are gone. Throws `HostChangeError`. */
export async function removeFirewallRules(registry: Registry, names: readonly string[]): Promise<void> {
  for (const name of names) {
    refuseForeign(name);
    if ((await rulesNamed(registry, name)).length === 0) continue;
    const run = await runSystemTool('netsh.exe', ['advfirewall', 'firewall', 'delete', 'rule', `name=${name}`]);
    if ((await rulesNamed(registry, name)).length > 0) {
      throw new HostChangeError('tool-failed', `the rule "${name}" is still there (${run.detail})`);
    }
  }
}

/** The rule in the words of netsh. Only rules this program makes: inbound, blocking, for everybody, everywhere. */
function netshWords(rule: FirewallRule): string[] {
  const { name, enabled, action, origin, remote, zones, overridesBlock, families, protocol, ports, program } = rule;
  refuseForeign(name);
  const everywhere = enabled && remote === 'any' && zones === 'any' && !overridesBlock && families.length === 2;
  const portsFit = ports === 'any' || (protocol !== 'any' && ports.length > 0);
  if (origin !== 'local' || action !== 'block' || !everywhere || !portsFit || NOT_IN_RULES.test(program)) {
    throw new HostChangeError('tool-failed', `the rule "${name}" is none this program makes`);
  }
  return [
    `name=${name}`,
    'dir=in',
    'action=block',
    'enable=yes',
    'profile=any',
    `protocol=${protocol}`,
    ...(ports === 'any' ? [] : [`localport=${ports.map(range).join(',')}`]),
    ...(program === 'any' ? [] : [`program=${program}`]),
  ];
}

function range({ from, to }: { from: number; to: number }): string {
  return from === to ? String(from) : `${from}-${to}`;
}

/** Nothing but rules of ours is ever touched. */
function refuseForeign(name: string): void {
  if (name.startsWith(OUR_RULE_PREFIX) && !NOT_IN_RULES.test(name)) return;
  throw new HostChangeError('tool-failed', `the rule "${name}" is none of this program`);
}

/** Active rules of that name as Windows keeps them; those of others need not be understood for that. */
async function rulesNamed(registry: Registry, name: string): Promise<FirewallRule[]> {
  const found = await registry.read('SYSTEM', async (system) => {
    const set = await registry.currentControlSet(system);
    const key = await set.find(['Services', 'SharedAccess', 'Parameters', 'FirewallPolicy', 'FirewallRules']);
    if (key === null) throw new RegistryGap('not-known', 'The registry holds no rules of the firewall.');
    return (await key.values()).flatMap((value) => {
      const text = textOf(value);
      if (text === null || !text.toLowerCase().includes(`|name=${name.toLowerCase()}|`)) return [];
      return parsed(value.name, text) ?? [];
    });
  });
  if (found.status === 'unavailable') throw new HostChangeError('tool-failed', found.detail);
  return found.value;
}

function parsed(id: string, text: string): FirewallRule | null {
  try {
    return parseFirewallRule(id, text, 'local');
  } catch (error) {
    if (error instanceof RuleNotUnderstood) throw new HostChangeError('tool-failed', error.message);
    throw error;
  }
}
