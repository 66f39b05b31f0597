import type { Fact } from '../../../model/fact.ts';
import type { Service } from '../../../model/system-facts.ts';
import { numberOf, textOf } from '../hive/registry-value.ts';
import { type Registry, RegistryGap, type RegistryKey } from '../registry/registry.ts';
import { serviceAccount } from '../registry/service-account.ts';

/** Bits of `Type` that make it a program (of its own, or sharing a process); all others are drivers. */
const PROGRAM = 0x30n;

/**
 * Services of the current control set, drivers left out, as they are set up. Whether they run is not on a disk. Display names
 * that point into a program's resources ("@file.dll,-1") are given as stored.
 */
export function readServices(registry: Registry): Promise<Fact<Service[]>> {
  return registry.read('SYSTEM', async (system) => {
    const list = await (await registry.currentControlSet(system)).find(['Services']);
    if (list === null) throw new RegistryGap('malformed', 'The hive holds no list of services.');
    const services: Service[] = [];
    for (const key of await list.subkeys()) {
      const service = await serviceOf(key);
      if (service !== null) services.push(service);
    }
    return services;
  });
}

async function serviceOf(key: RegistryKey): Promise<Service | null> {
  const type = numberOf(await key.value('Type'));
  const imagePath = textOf(await key.value('ImagePath'));
  if (type === null ? imagePath === null : (type & PROGRAM) === 0n) return null;
  return {
    name: key.name,
    displayName: textOf(await key.value('DisplayName')) ?? key.name,
    imagePath,
    account: serviceAccount(textOf(await key.value('ObjectName'))),
    state: 'unknown',
    startType: startType(numberOf(await key.value('Start'))),
    pid: null,
  };
}

function startType(start: bigint | null): Service['startType'] {
  if (start === 2n) return 'automatic';
  if (start === 3n) return 'manual';
  return start === 4n ? 'disabled' : 'unknown';
}
