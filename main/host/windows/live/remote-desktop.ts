import { type Fact, read, whenRead } from '../../../model/fact.ts';
import type { RemoteDesktop } from '../../../model/sign-facts.ts';
import type { Service } from '../../../model/system-facts.ts';
import { numberOf } from '../hive/registry-value.ts';
import type { Registry } from '../registry/registry.ts';

/** Windows' own remote desktop: allowed by policy, else by setting, and its service set to work. Programs of others are not known. */
export async function readRemoteDesktop(registry: Registry, services: Fact<Service[]>): Promise<Fact<RemoteDesktop>> {
  const policy = await registry.read('SOFTWARE', async (root) => {
    const key = await root.find(['Policies', 'Microsoft', 'Windows NT', 'Terminal Services']);
    return numberOf((await key?.value('fDenyTSConnections')) ?? null);
  });
  if (policy.status === 'unavailable') return policy;
  const setting = await registry.read('SYSTEM', async (system) => {
    const key = await (await registry.currentControlSet(system)).find(['Control', 'Terminal Server']);
    return numberOf((await key?.value('fDenyTSConnections')) ?? null);
  });
  if (setting.status === 'unavailable') return setting;
  if (services.status === 'unavailable') return services;
  const works = whenRead(services)?.some(
    ({ name, state }) => name.toLowerCase() === 'termservice' && state === 'running',
  );
  // Not allowed where nothing is said: that is how Windows is delivered.
  const enabled = (policy.value ?? setting.value ?? 1n) === 0n && works === true;
  const source = `${policy.source}; ${setting.source}; ${services.source}`;
  return read({ enabled, through: enabled ? ['TermService'] : [] }, source);
}
