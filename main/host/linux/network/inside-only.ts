import { type IpLinks, linksOf, readLinks } from './links.ts';

type Link = Pick<IpLinks[number], 'ifname' | 'master' | 'linkinfo'>;

/** Kinds of links that lead to another part of the same machine: containers. A tap or tun can be a tunnel to anywhere. */
const STAYS_INSIDE = ['veth', 'dummy'];

/**
 * Names of the interfaces whose network surely ends inside this machine, by what the kernel says they are made of: bridges to
 * which nothing but containers is connected. In any doubt a network is not among them. Empty where it could not be read.
 */
export async function readInsideOnly(): Promise<Set<string>> {
  const links = linksOf(await readLinks());
  return links.status === 'read' ? insideOnly(links.value) : new Set();
}

/** See `readInsideOnly`. */
export function insideOnly(links: readonly Link[]): Set<string> {
  const kindOf = (link: Link) => link.linkinfo?.info_kind ?? 'hardware';
  const bridges = links.filter((link) => kindOf(link) === 'bridge');
  return new Set(
    bridges
      .filter(({ ifname }) =>
        links.filter(({ master }) => master === ifname).every((port) => STAYS_INSIDE.includes(kindOf(port))),
      )
      // A VLAN or tunnel on top of a bridge says that somebody built more with it than a network for containers.
      .filter(({ master }) => master === undefined)
      .map(({ ifname }) => ifname),
  );
}
