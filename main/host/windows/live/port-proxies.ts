import type { Fact } from '../../../model/fact.ts';
import type { Listener } from '../../../model/system-facts.ts';
import { textOf } from '../hive/registry-value.ts';
import { type Registry, RegistryGap } from '../registry/registry.ts';

const KINDS = [
  ['v4tov4', 'ipv4'],
  ['v4tov6', 'ipv4'],
  ['v6tov4', 'ipv6'],
  ['v6tov6', 'ipv6'],
] as const;
const WILDCARDS = { ipv4: '0.0.0.0', ipv6: '::' } as const;

/**
 * Port proxies as they are set up ("netsh interface portproxy"): each is a listener that hands on. Stored as "address/port", on
 * both sides. An entry that is not understood makes the list unavailable.
 */
export function readPortProxies(registry: Registry): Promise<Fact<Listener[]>> {
  return registry.read('SYSTEM', async (system) => {
    const set = await registry.currentControlSet(system);
    const listeners: Listener[] = [];
    for (const [kind, family] of KINDS) {
      const key = await set.find(['Services', 'PortProxy', kind, 'tcp']);
      for (const value of (await key?.values()) ?? []) {
        if (value.name === '' && value.data.length === 0) continue;
        const [from, to] = [addressAndPort(value.name), addressAndPort(textOf(value) ?? '')];
        if (from === null || to === null)
          throw new RegistryGap('not-known', `The port proxy "${value.name}" was not understood.`);
        const address = from.address === '*' ? WILDCARDS[family] : from.address;
        const owner = { kind: 'port-proxy', toAddress: to.address, toPort: to.port } as const;
        listeners.push({ protocol: 'tcp', family, address, port: from.port, owner });
      }
    }
    return listeners;
  });
}

function addressAndPort(text: string): { address: string; port: number } | null {
  const [, address = '', port = ''] = /^([^/]+)\/(\d{1,5})$/.exec(text) ?? [];
  return address === '' || Number(port) > 65_535 ? null : { address, port: Number(port) };
}
