import { existsSync } from 'node:fs';
import * as z from 'zod';
import { runTool } from '../tool.ts';
import type { Info } from './firewalld-zone.ts';

const NAME = 'org.fedoraproject.FirewallD1';
const PATH = '/org/fedoraproject/FirewallD1';

const BUS_SOCKETS = ['/run/dbus/system_bus_socket', '/var/run/dbus/system_bus_socket'];

/** What `busctl --json=short` prints: the type of what is given, and the values. */
const Reply = z.object({ type: z.string(), data: z.unknown() });
const Words = z.array(z.string());
const Pair = z.tuple([z.string(), z.string()]);
const Variant = z.object({ type: z.string(), data: z.unknown() });

/** firewalld did not answer over the bus, or not in the form its documentation gives. */
export class NoBusAnswer extends Error {
  override readonly name = 'NoBusAnswer';
}

/** Whether firewalld runs, by the system bus; null where the bus cannot be asked. */
export async function runsByBus(): Promise<boolean | null> {
  // It answers over the system bus and in no other way.
  if (!BUS_SOCKETS.some((path) => existsSync(path))) return false;
  const bus = ['org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'NameHasOwner', 's', NAME];
  const [owned, state] = await Promise.all([
    answerOf(['call', ...bus]),
    answerOf(['get-property', NAME, PATH, NAME, 'state']),
  ]);
  if (typeof state === 'string') return state === 'RUNNING';
  return Array.isArray(owned) && owned[0] === false ? false : null;
}

/** The `data` of what busctl prints; null where it gave nothing. */
async function answerOf(words: readonly string[]): Promise<unknown> {
  const run = await runTool('busctl', ['--system', '--json=short', '--auto-start=no', ...words]);
  if (run.kind !== 'ran' || run.exitCode !== 0) return null;
  try {
    return Reply.parse(JSON.parse(run.stdout)).data;
  } catch {
    return null;
  }
}

async function call(part: string, method: string, ...args: string[]): Promise<unknown> {
  const place = part === '' ? NAME : `${NAME}.${part}`;
  const given = args.length === 0 ? [] : ['s'.repeat(args.length), ...args];
  const data = await answerOf(['call', NAME, PATH, place, method, ...given]);
  if (!Array.isArray(data)) throw new NoBusAnswer(`${method} gave no answer`);
  return data[0];
}

function checked<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new NoBusAnswer(`${what} gave an odd answer`);
  return parsed.data;
}

/** Zones or policies in force, with what they hold (interfaces, sources, ingress and egress zones). */
export async function active(part: 'zone' | 'policy'): Promise<Map<string, Record<string, string[]>>> {
  const method = part === 'zone' ? 'getActiveZones' : 'getActivePolicies';
  const Members = z.record(z.string(), z.record(z.string(), Words));
  return new Map(Object.entries(checked(Members, await call(part, method), method)));
}

export async function defaultZone(): Promise<string> {
  return checked(z.string(), await call('', 'getDefaultZone'), 'getDefaultZone');
}

/** Whether there are direct rules, chains or passthroughs; the first as text, null where there is none. */
export async function firstDirect(what: 'Rules' | 'Chains' | 'Passthroughs'): Promise<string | null> {
  const [first] = checked(z.array(z.unknown()), await call('direct', `getAll${what}`), what);
  return first === undefined ? null : JSON.stringify(first);
}

/** Settings in force of a zone, a service or a policy, as `firewall-cmd --info-...` would list them. */
export async function settings(of: 'zone' | 'service' | 'policy', name: string): Promise<Info> {
  const [part, method] = (
    {
      zone: ['zone', 'getZoneSettings2'],
      service: ['', 'getServiceSettings2'],
      policy: ['policy', 'getPolicySettings'],
    } as const
  )[of];
  const found = checked(z.record(z.string(), Variant), await call(part, method, name), method);
  return new Map(
    Object.entries(found).map(([key, { data }]): [string, string[]] => [
      key === 'rules_str' || key === 'rich_rules' ? 'rich rules' : key.replaceAll('_', '-'),
      wordsOf(data, `${method} ${key}`),
    ]),
  );
}

function wordsOf(data: unknown, what: string): string[] {
  if (typeof data === 'boolean') return [data ? 'yes' : 'no'];
  if (typeof data === 'number') return [String(data)];
  if (typeof data === 'string') return data === '' ? [] : [data];
  if (Array.isArray(data)) return data.map((item) => wordOf(item, what));
  const pairs = checked(z.record(z.string(), z.string()), data, what);
  return Object.entries(pairs).map(([key, value]) => `${key}:${value}`);
}

function wordOf(item: unknown, what: string): string {
  if (typeof item === 'string') return item;
  const pair = Pair.safeParse(item);
  if (pair.success) return pair.data.join('/');
  return checked(Words, item, what).join(':');
}
