import { type Fact, read, unavailable } from '../../../model/fact.ts';
import type { Firewall, FirewallRule, FirewallZone } from '../../../model/firewall.ts';
import { numberOf } from '../hive/registry-value.ts';
import { firewallRules, type ProfileSettings, profileSettings } from './firewall-settings.ts';
import { type Registry, RegistryGap, type RegistryKey } from './registry.ts';

/** Profiles by the names rules use, with the key of the machine's own settings: "private" is stored as "standard". */
const PROFILES = [
  { name: 'Domain', localKey: 'DomainProfile', policyKey: 'DomainProfile' },
  { name: 'Private', localKey: 'StandardProfile', policyKey: 'PrivateProfile' },
  { name: 'Public', localKey: 'PublicProfile', policyKey: 'PublicProfile' },
] as const;
/** The filter itself (BFE) and what fills it (mpssvc): without one of them nothing is blocked. */
export const FILTERING_SERVICES = ['BFE', 'mpssvc'];

interface Store {
  profiles: ProfileSettings[];
  rules: FirewallRule[];
}

/**
 * Windows Firewall: profiles, the machine's own rules, and the group policy above them. `works` tells whether its services do their
 * work, from their keys; on a copied disk, whether they are set to start. What else filters (hardening of services, "block all incoming", other
 * vendors) could only close more and is not counted.
 */
export async function readFirewall(registry: Registry, works = startsByItself): Promise<Fact<Firewall>> {
  const local = await registry.read('SYSTEM', (system) => localStore(registry, system, works));
  if (local.status === 'unavailable') return local;
  const policy = await registry.read('SOFTWARE', policyStore);
  if (policy.status === 'unavailable') return policy;
  const zones = PROFILES.map(({ name }, index) =>
    zoneOf(name, local.value.profiles[index], policy.value.profiles[index]),
  );
  const incomplete = zones.find((zone) => zone.enabled === null);
  const source = `${local.source}; ${policy.source}`;
  if (incomplete !== undefined) {
    const detail = `The registry does not say whether the firewall is on in the profile "${incomplete.name}".`;
    return unavailable('not-known', detail, source);
  }
  return read(
    {
      engine: 'Windows Firewall',
      running: local.value.running,
      zones: zones.map((zone) => ({ ...zone, enabled: zone.enabled === true })),
      rules: [...local.value.rules, ...policy.value.rules],
    },
    source,
  );
}

async function localStore(
  registry: Registry,
  system: RegistryKey,
  works: (services: RegistryKey) => Promise<boolean>,
): Promise<Store & { running: boolean }> {
  const services = await (await registry.currentControlSet(system)).find(['Services']);
  const store = (await services?.find(['SharedAccess', 'Parameters', 'FirewallPolicy'])) ?? null;
  if (services === null || store === null)
    throw new RegistryGap('not-known', 'The registry holds no settings of the firewall.');
  await refuseDeviceManagement(store);
  return {
    profiles: await Promise.all(PROFILES.map(({ localKey }) => profileSettings(store, localKey))),
    rules: await firewallRules(store, 'local'),
    running: await works(services),
  };
}

async function startsByItself(services: RegistryKey): Promise<boolean> {
  for (const name of FILTERING_SERVICES) {
    const start = await (await services.find([name]))?.value('Start');
    if (numberOf(start ?? null) !== 2n) return false;
  }
  return true;
}

/** Settings of a mobile device management outrank both stores; how they are merged is not documented. */
async function refuseDeviceManagement(store: RegistryKey): Promise<void> {
  const keys = (await (await store.find(['Mdm']))?.subkeys()) ?? [];
  for (const key of keys) {
    if ((await key.values()).length > 0) {
      throw new RegistryGap('not-known', 'A device management sets this firewall, which is not understood.');
    }
  }
}

/**
 * Group policy. Where it has neither a private nor a public profile, its "standard" profile stands for both, else that is
 * ignored ([MS-GPFAS] 2.2.3).
 */
async function policyStore(software: RegistryKey): Promise<Store> {
  const store = await software.find(['Policies', 'Microsoft', 'WindowsFirewall']);
  const isThere = async (key: string) => (await store?.find([key])) != null;
  const standard = !(await isThere('PrivateProfile')) && !(await isThere('PublicProfile'));
  const keys = PROFILES.map(({ name, policyKey }) => (standard && name !== 'Domain' ? 'StandardProfile' : policyKey));
  return {
    profiles: await Promise.all(keys.map((key) => profileSettings(store, key))),
    rules: await firewallRules(store, 'policy'),
  };
}

/** Policy outranks the machine's own setting; inbound traffic is blocked where neither says otherwise, as Windows documents. */
function zoneOf(
  name: string,
  local: ProfileSettings | undefined,
  policy: ProfileSettings | undefined,
): Omit<FirewallZone, 'enabled'> & { enabled: boolean | null } {
  return {
    name,
    enabled: policy?.enabled ?? local?.enabled ?? null,
    defaultInbound: policy?.inbound ?? local?.inbound ?? 'block',
    localRulesApply: policy?.localRulesApply ?? true,
    families: ['ipv4', 'ipv6'],
  };
}
