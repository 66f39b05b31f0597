import { networkInterfaces } from 'node:os';
import { type Fact, read, whenRead } from '../../../model/fact.ts';
import type { DefaultRoute, FileShare, NetworkInterface } from '../../../model/network-facts.ts';
import type { Listener } from '../../../model/system-facts.ts';
import { textsOf } from '../hive/registry-value.ts';
import type { Registry } from '../registry/registry.ts';
import { defaultRoutes } from '../win32/routes.ts';
import { reading } from './reading.ts';

const FILE_SHARING = 445;

/** Interfaces with addresses. What Windows takes each network to be is not read. */
export function readNetworkInterfaces(): Promise<Fact<NetworkInterface[]>> {
  return reading('network adapters (GetAdaptersAddresses)', () =>
    Object.entries(networkInterfaces()).map(([name, addresses]) => ({
      name,
      up: true,
      profile: null,
      addresses: (addresses ?? []).map(({ family, address, cidr }) => ({
        family: family === 'IPv4' ? 'ipv4' : 'ipv6',
        address,
        prefix: Number(cidr?.split('/')[1] ?? (family === 'IPv4' ? 32 : 128)),
      })),
    })),
  );
}

/** Routes for everything no other route takes. */
export function readDefaultRoutes(): Promise<Fact<DefaultRoute[]>> {
  return reading('routes (GetIpForwardTable2)', () =>
    defaultRoutes().map(({ family, gateway, interfaceIndex }) => ({
      family,
      gateway,
      interface: `interface ${interfaceIndex}`,
    })),
  );
}

/** Folders offered to other machines, as they are set up; the hidden shares of every Windows (C$, ADMIN$) are not among them. */
export async function readFileShares(registry: Registry, listeners: Fact<Listener[]>): Promise<Fact<FileShare[]>> {
  const shares = await registry.read('SYSTEM', async (system) => {
    const set = await registry.currentControlSet(system);
    const key = await set.find(['Services', 'LanmanServer', 'Shares']);
    return ((await key?.values()) ?? []).flatMap((value) => {
      const path = textsOf(value)?.find((text) => text.startsWith('Path='));
      return path === undefined ? [] : [{ name: value.name, path: path.slice('Path='.length) }];
    });
  });
  if (shares.status === 'unavailable') return shares;
  if (listeners.status === 'unavailable') return listeners;
  const listening = whenRead(listeners)?.some(({ protocol, port }) => protocol === 'tcp' && port === FILE_SHARING);
  return read(
    shares.value.map((share) => ({ ...share, listening: listening === true })),
    `${shares.source}; ${listeners.source}`,
  );
}
