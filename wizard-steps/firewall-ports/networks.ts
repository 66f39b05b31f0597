import * as z from 'zod';
import { entriesFor } from '../../main/catalogue/pack-for-instrument.ts';
import { whenRead } from '../../main/model/fact.ts';
import { packName } from '../../main/model/pack-stamp.ts';
import { addressesOf, networksThatMayBeInside, networksToOthers } from '../../main/observe/inside-networks.ts';
import type { PlanContext } from '../step.ts';

/** A network that stays open on somebody's word. `saidBy`: the site pack and its source; null: the person. */
export const StatedNetwork = z.strictObject({ name: z.string(), saidBy: z.string().nullable() });
export type StatedNetwork = z.infer<typeof StatedNetwork>;

/** A network that is closed and may lead only to parts of the instrument, with its addresses. */
export const DoubtfulNetwork = z.strictObject({ name: z.string(), addresses: z.array(z.string()) });
export type DoubtfulNetwork = z.infer<typeof DoubtfulNetwork>;

/** The networks of a machine as this step treats them, by the names of their interfaces. */
export interface Networks {
  /** Surely end inside the machine: nothing is closed there. */
  inside: string[];
  /** Lead only to parts of the instrument, as a person or a site pack says: nothing is closed there. */
  stated: StatedNetwork[];
  /** Lead, or may lead, to other machines: closed. */
  outside: string[];
  /** Those of `outside` that a person who knows the instrument should look at before approving. */
  doubtful: DoubtfulNetwork[];
}

/** Sorts the networks of a Linux machine; on others, and where they could not be read, nothing is known of any. */
export function networksOf(context: PlanContext): Networks {
  const { observation, choices } = context;
  const links = whenRead(observation.networkInterfaces) ?? [];
  const isLinux = whenRead(observation.operatingSystem)?.family === 'linux';
  const inside = isLinux ? links.filter(({ up, insideOnly }) => up && insideOnly === true) : [];
  const others = networksToOthers(observation);
  const stated = others.flatMap(({ name }): StatedNetwork[] => {
    const saidBy = saidByPack(context, name);
    return saidBy !== null || choices.insideNetworks.includes(name) ? [{ name, saidBy }] : [];
  });
  const isStated = (name: string) => stated.some((network) => network.name === name);
  return {
    inside: inside.map(({ name }) => name).sort(),
    stated: stated.sort((a, b) => (a.name < b.name ? -1 : 1)),
    outside: others
      .map(({ name }) => name)
      .filter((name) => !isStated(name))
      .sort(),
    doubtful: networksThatMayBeInside(observation)
      .filter(({ name }) => !isStated(name))
      .map((link) => ({ name: link.name, addresses: addressesOf(link) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function saidByPack({ pack, assessment }: PlanContext, name: string): string | null {
  const said = entriesFor(pack, assessment.listed)
    .flatMap(({ insideNetworks }) => insideNetworks)
    .find(({ value }) => value === name);
  return pack === null || said === undefined ? null : `${packName(pack.stamp)}; its source: ${said.source}`;
}
