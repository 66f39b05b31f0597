import { whenRead } from '../model/fact.ts';
import { EXIT, Failure } from '../model/failure.ts';
import type { NetworkInterface } from '../model/network-facts.ts';
import type { Observation } from '../model/observation.ts';
import { addressScope } from './address-scope.ts';

/** The networks of a Linux machine that lead, or may lead, to other machines: up, with an address, and not surely inside it. */
export function networksToOthers({ operatingSystem, networkInterfaces }: Observation): NetworkInterface[] {
  if (whenRead(operatingSystem)?.family !== 'linux') return [];
  const links = (whenRead(networkInterfaces) ?? []).filter(({ name, up }) => up && name !== 'lo');
  // Ends of cables to containers have nothing but an address of the link, and names that change.
  return links.filter((link) => link.insideOnly !== true && addressesOf(link).length > 0);
}

/**
 * Those of them that may lead only to parts of the instrument: no way out to other networks goes over them, and all their addresses
 * are private. A hint for a person who knows the instrument, never a finding: a network of the laboratory can look the same.
 */
export function networksThatMayBeInside(observation: Observation): NetworkInterface[] {
  return networksToOthers(observation).filter((link) => whyNotInside(observation, link) === null);
}

/** Addresses of a network but for those every link has, as a person would look for them. */
export function addressesOf({ addresses }: NetworkInterface): string[] {
  return addresses
    .filter(({ family, address }) => family === 'ipv4' || addressScope(address) !== 'this-link')
    .map(({ address, prefix }) => `${address}/${prefix}`)
    .sort();
}

/**
 * Refuses a person's word that a network leads only to parts of the instrument where the machine shows otherwise, or shows nothing.
 * Throws `Failure` (wrong use): `inside-network-not-there`, `inside-network-leads-out`.
 */
export function refuseUnfoundedNetworks(observation: Observation, stated: readonly string[]): void {
  for (const name of stated) {
    const link = networksToOthers(observation).find((each) => each.name === name);
    if (link === undefined) {
      throw refusal(
        'inside-network-not-there',
        `No network "${name}" that leads to other machines was found on this machine.`,
      );
    }
    const why = whyNotInside(observation, link);
    if (why !== null) throw refusal('inside-network-leads-out', `The network "${name}" cannot stay open: ${why}.`);
  }
}

function whyNotInside(observation: Observation, link: NetworkInterface): string | null {
  const routes = whenRead(observation.defaultRoutes);
  if (routes === undefined) return 'whether it leads to other networks could not be read';
  if (routes.some((route) => route.interface === link.name)) return 'the way to other networks goes over it';
  const isPrivate = link.addresses.every(({ address }) => ['private', 'this-link'].includes(addressScope(address)));
  return isPrivate ? null : 'it has an address of the Internet';
}

function refusal(code: string, message: string): Failure {
  const next = 'Leave it out, so that the ports are closed there too. Nothing was changed.';
  return new Failure({ code, message, next }, EXIT.wrongUse);
}
