import * as z from 'zod';
import { type Fact, read } from '../../../model/fact.ts';
import type { DefaultRoute, NetworkInterface } from '../../../model/network-facts.ts';
import { runTool } from '../tool.ts';
import { insideOnly } from './inside-only.ts';
import { parsed } from './ip-json.ts';
import { type IpLinks, linksOf, readLinks } from './links.ts';

const FAMILIES = { inet: 'ipv4', inet6: 'ipv6' } as const;
const FAMILY_OPTIONS = [
  ['-4', 'ipv4'],
  ['-6', 'ipv6'],
] as const;

const NextHop = z.object({
  gateway: z.string().optional(),
  via: z.object({ host: z.string() }).optional(),
  dev: z.string(),
});
/** What `ip -j route show default` prints: one way out, or several next hops. */
const IpRoute = z.array(
  z.object({ dst: z.string(), ...NextHop.partial().shape, nexthops: z.array(NextHop).optional() }),
);

/** The network interfaces with their addresses, through iproute2. */
export async function readNetworkInterfaces(): Promise<Fact<NetworkInterface[]>> {
  const listed = linksOf(await readLinks());
  if (listed.status === 'unavailable') return listed;
  const inside = insideOnly(listed.value);
  return { ...listed, value: listed.value.map((link) => interfaceOf(link, inside)) };
}

function interfaceOf({ ifname, flags, addr_info }: IpLinks[number], inside: ReadonlySet<string>): NetworkInterface {
  return {
    name: ifname,
    up: flags.includes('UP'),
    addresses: addr_info.flatMap(({ family, local, prefixlen }) =>
      local !== undefined && (family === 'inet' || family === 'inet6')
        ? [{ family: FAMILIES[family], address: local, prefix: prefixlen }]
        : [],
    ),
    profile: null,
    ...(inside.has(ifname) ? { insideOnly: true } : {}),
  };
}

/** The default routes of both address families, through iproute2. */
export async function readDefaultRoutes(): Promise<Fact<DefaultRoute[]>> {
  const routes: DefaultRoute[] = [];
  const asked = FAMILY_OPTIONS.map(([option]) => runTool('ip', [option, '-j', 'route', 'show', 'default']));
  for (const [index, run] of (await Promise.all(asked)).entries()) {
    const listed = parsed(run, IpRoute);
    if (listed.status === 'unavailable') return listed;
    routes.push(...listed.value.flatMap((route) => waysOut(route, FAMILY_OPTIONS[index]?.[1] ?? 'ipv4')));
  }
  return read(routes, 'ip -4 -j route show default, ip -6 -j route show default');
}

function waysOut(route: z.infer<typeof IpRoute>[number], family: DefaultRoute['family']): DefaultRoute[] {
  const hops = route.nexthops ?? (route.dev === undefined ? [] : [{ ...route, dev: route.dev }]);
  return hops.map(({ gateway, via, dev }) => ({ family, gateway: gateway ?? via?.host ?? null, interface: dev }));
}
