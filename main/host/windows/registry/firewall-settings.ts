import type { FirewallRule } from '../../../model/firewall.ts';
import { numberOf, textOf, VALUE_TYPE } from '../hive/registry-value.ts';
import { parseFirewallRule, RuleNotUnderstood } from './firewall-rule.ts';
import { RegistryGap, type RegistryKey } from './registry.ts';

/** What one store (this machine's own, or group policy's) says about a profile; null: nothing. */
export interface ProfileSettings {
  enabled: boolean | null;
  inbound: 'allow' | 'block' | null;
  localRulesApply: boolean | null;
}

const NOTHING: ProfileSettings = { enabled: null, inbound: null, localRulesApply: null };
/** Lists of exceptions from before Windows Vista, and their policies; which of them still count is not documented. */
const OLD_LISTS = [
  ['AuthorizedApplications', 'List'],
  ['GloballyOpenPorts', 'List'],
  ['Services', 'FileAndPrint'],
  ['Services', 'RemoteDesktop'],
  ['Services', 'UPnPFramework'],
  ['RemoteAdminSettings'],
];

/** The settings of a profile from its key; a missing key says nothing. Throws `RegistryGap` for what is not understood. */
export async function profileSettings(store: RegistryKey | null, profileKey: string): Promise<ProfileSettings> {
  const key = (await store?.find([profileKey])) ?? null;
  if (key === null) return NOTHING;
  for (const path of OLD_LISTS) {
    const list = await key.find(path);
    if (list !== null && (await list.values()).length > 0) {
      throw new RegistryGap(
        'not-known',
        `The firewall has exceptions of an old form (${profileKey}\\${path.join('\\')}).`,
      );
    }
  }
  const inbound = await flag(key, 'DefaultInboundAction');
  return {
    enabled: await flag(key, 'EnableFirewall'),
    inbound: inbound === null ? null : inbound ? 'block' : 'allow',
    localRulesApply: await flag(key, 'AllowLocalPolicyMerge'),
  };
}

async function flag(key: RegistryKey, name: string): Promise<boolean | null> {
  const value = await key.value(name);
  const number = numberOf(value);
  if (value === null) return null;
  if (number !== 0n && number !== 1n)
    throw new RegistryGap('not-known', `The firewall setting ${name} is not understood.`);
  return number === 1n;
}

/** The active inbound rules of a store. Throws `RegistryGap` naming the first rule that is not understood. */
export async function firewallRules(
  store: RegistryKey | null,
  origin: FirewallRule['origin'],
): Promise<FirewallRule[]> {
  const values = (await (await store?.find(['FirewallRules']))?.values()) ?? [];
  return values.flatMap((value) => {
    // A key's default value has no name and is no rule.
    if (value.name === '' && value.data.length === 0) return [];
    const text = value.type === VALUE_TYPE.text ? textOf(value) : null;
    try {
      if (text === null) throw new RuleNotUnderstood(`"${value.name}" is no text`);
      const rule = parseFirewallRule(value.name, text, origin);
      return rule === null ? [] : [rule];
    } catch (error) {
      if (!(error instanceof RuleNotUnderstood)) throw error;
      throw new RegistryGap('not-known', `A firewall rule was not understood: ${error.message}.`);
    }
  });
}
