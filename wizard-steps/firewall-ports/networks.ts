import { whenRead } from '../../main/model/fact.ts';
import type { Observation } from '../../main/model/observation.ts';

/** The networks of a machine as this step treats them, by the names of their interfaces. */
export interface Networks {
  /** Surely end inside the machine: nothing is closed there. */
  inside: string[];
  /** Lead, or may lead, to other machines: closed. */
  outside: string[];
}

/** Sorts the networks of a Linux machine; on others, and where they could not be read, nothing is known of any. */
export function networksOf({ operatingSystem, networkInterfaces }: Observation): Networks {
  if (whenRead(operatingSystem)?.family !== 'linux') return { inside: [], outside: [] };
  const links = (whenRead(networkInterfaces) ?? []).filter(({ name, up }) => up && name !== 'lo');
  const inside = links.filter(({ insideOnly }) => insideOnly === true);
  // Ends of cables to containers have nothing but an address of the link, and names that change.
  const outside = links.filter(
    (link) => !inside.includes(link) && link.addresses.some(({ address }) => !/^fe80:/i.test(address)),
  );
  const names = (some: typeof links) => some.map(({ name }) => name).sort();
  return { inside: names(inside), outside: names(outside) };
}
