import { z } from 'zod';
import { runTool } from '../tool.ts';

/** What `ip -j -d link show` prints; more may stand beside it. */
const IpLink = z.array(
  z.object({
    ifname: z.string(),
    master: z.string().optional(),
    linkinfo: z.object({ info_kind: z.string().optional() }).optional(),
  }),
);
type Links = z.infer<typeof IpLink>;

/** Kinds of links that lead to another part of the same machine: containers. A tap or tun can be a tunnel to anywhere. */
const STAYS_INSIDE = ['veth', 'dummy'];

/**
 * Names of the interfaces whose network surely ends inside this machine, by what the kernel says they are made of: bridges to
 * which nothing but containers is connected. In any doubt a network is not among them. Empty where it could not be read.
 */
export async function readInsideOnly(): Promise<Set<string>> {
  const run = await runTool('ip', ['-j', '-d', 'link', 'show']);
  if (run.kind !== 'ran' || run.exitCode !== 0) return new Set();
  try {
    return insideOnly(IpLink.parse(JSON.parse(run.stdout.trim() === '' ? '[]' : run.stdout)));
  } catch {
    return new Set();
  }
}

/** See `readInsideOnly`. */
export function insideOnly(links: Links): Set<string> {
  const kindOf = (link: Links[number]) => link.linkinfo?.info_kind ?? 'hardware';
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
