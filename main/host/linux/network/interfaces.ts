import { z } from 'zod';
import { type Fact, read, unavailable } from '../../../model/fact.ts';
import type { DefaultRoute, NetworkInterface } from '../../../model/network-facts.ts';
import { runTool, type ToolRun, withoutResult } from '../tool.ts';
import { readInsideOnly } from './inside-only.ts';

const FAMILIES = { inet: 'ipv4', inet6: 'ipv6' } as const;

/** What `ip -j address` prints; more may stand beside it. */
const IpAddress = z.array(
  z.object({
    ifname: z.string(),
    flags: z.array(z.string()),
    addr_info: z
      .array(z.object({ family: z.string(), local: z.string().optional(), prefixlen: z.number().int() }))
      .default([]),
  }),
);

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
  const [run, inside] = await Promise.all([runTool('ip', ['-j', 'address', 'show']), readInsideOnly()]);
  const listed = parsed(run, IpAddress);
  if (listed.status === 'unavailable') return listed;
  return { ...listed, value: listed.value.map((link) => interfaceOf(link, inside)) };
}

function interfaceOf(
  { ifname, flags, addr_info }: z.infer<typeof IpAddress>[number],
  inside: ReadonlySet<string>,
): NetworkInterface {
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
  for (const [option, family] of [
    ['-4', 'ipv4'],
    ['-6', 'ipv6'],
  ] as const) {
    const listed = parsed(await runTool('ip', [option, '-j', 'route', 'show', 'default']), IpRoute);
    if (listed.status === 'unavailable') return listed;
    routes.push(...listed.value.flatMap((route) => waysOut(route, family)));
  }
  return read(routes, 'ip -4 -j route show default, ip -6 -j route show default');
}

function waysOut(route: z.infer<typeof IpRoute>[number], family: DefaultRoute['family']): DefaultRoute[] {
  const hops = route.nexthops ?? (route.dev === undefined ? [] : [{ ...route, dev: route.dev }]);
  return hops.map(({ gateway, via, dev }) => ({ family, gateway: gateway ?? via?.host ?? null, interface: dev }));
}

function parsed<T>(run: ToolRun, schema: z.ZodType<T>): Fact<T> {
  if (run.kind !== 'ran' || run.exitCode !== 0) return withoutResult(run);
  try {
    // iproute2 prints nothing at all where it has nothing to print.
    return read(schema.parse(JSON.parse(run.stdout.trim() === '' ? '[]' : run.stdout)), run.source);
  } catch {
    return unavailable('malformed', 'What the tool "ip" printed was not understood.', run.source);
  }
}
