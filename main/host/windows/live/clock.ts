import type { Fact } from '../../../model/fact.ts';
import type { Clock } from '../../../model/system-facts.ts';
import { textOf } from '../hive/registry-value.ts';
import type { Registry } from '../registry/registry.ts';

const SOURCES: Readonly<Record<string, string>> = {
  NTP: 'time servers on the network (NTP)',
  NT5DS: 'the domain (NT5DS)',
  ALLSYNC: 'time servers and the domain',
};

/** What the clock is set to follow. Whether it does is only in the memory of the time service. */
export function readClock(registry: Registry): Promise<Fact<Clock>> {
  return registry.read('SYSTEM', async (system) => {
    const set = await registry.currentControlSet(system);
    const key = await set.find(['Services', 'W32Time', 'Parameters']);
    const type = textOf((await key?.value('Type')) ?? null)?.toUpperCase() ?? '';
    const source = SOURCES[type];
    if (source === undefined) return { source: 'none', synchronised: false };
    return { source, synchronised: null };
  });
}
