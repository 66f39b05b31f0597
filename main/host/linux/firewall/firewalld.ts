import { runTool } from '../tool.ts';
import type { BaseChain } from './filter-rule.ts';
import { RuleNotUnderstood } from './filter-rule.ts';
import * as bus from './firewalld-bus.ts';
import { NoBusAnswer, runsByBus } from './firewalld-bus.ts';
import { type Info, parseInfo, policyIsHarmless, servicesOf, zoneChain } from './firewalld-zone.ts';
import { isObject, type NftObject } from './nft-match.ts';
import type { NftTable } from './nft-ruleset.ts';

/** A call of firewall-cmd that gave nothing to read. */
export class FirewalldFailed extends Error {
  override readonly name = 'FirewalldFailed';
}

async function ask(...args: string[]): Promise<string> {
  const run = await runTool('firewall-cmd', args);
  if (run.kind === 'ran' && run.exitCode === 0) return run.stdout;
  throw new FirewalldFailed(run.kind === 'failed' ? run.detail : `firewall-cmd ${args.join(' ')} failed.`);
}

/** Whether firewalld answers. */
export async function firewalldRuns(): Promise<boolean> {
  const byBus = await runsByBus();
  if (byBus !== null) return byBus;
  const run = await runTool('firewall-cmd', ['--state']);
  return run.kind === 'ran' && run.exitCode === 0 && run.stdout.trim() === 'running';
}

/**
 * The zones other machines' traffic comes through, in force now or set for good: those with interfaces or sources, and the default
 * zone. Those that hold nothing but these networks inside are left out. Throws `FirewalldFailed`.
 */
export async function readRuleZones(which: 'now' | 'permanent', inside: ReadonlySet<string>): Promise<string[]> {
  const zones = activeZones(
    which === 'now' ? await ask('--get-active-zones') : withMembers(await ask('--permanent', '--list-all-zones')),
  );
  return outerZones(zones, (await ask('--get-default-zone')).trim(), inside);
}

function outerZones(zones: readonly ZoneMembers[], byDefault: string, inside: ReadonlySet<string>): string[] {
  const outer = zones.filter(({ interfaces, sources }) => sources || !interfaces.every((name) => inside.has(name)));
  return [...new Set([...outer.map(({ name }) => name), byDefault])];
}

interface ZoneMembers {
  name: string;
  interfaces: string[];
  sources: boolean;
}

/** Zones with interfaces or sources, of a listing with an indented line for each. */
function activeZones(text: string): ZoneMembers[] {
  const zones: ZoneMembers[] = [];
  for (const line of text.split('\n')) {
    const [, name] = /^(\S+)/.exec(line) ?? [];
    if (name !== undefined) zones.push({ name, interfaces: [], sources: false });
    const last = zones.at(-1);
    const [, key, value = ''] = /^ {2}(interfaces|sources): *(.*)$/.exec(line) ?? [];
    if (last === undefined || value.trim() === '') continue;
    if (key === 'interfaces') last.interfaces = value.trim().split(/\s+/);
    if (key === 'sources') last.sources = true;
  }
  return zones;
}

/** Of all zones those that hold something, as `--get-active-zones` would list them. */
function withMembers(text: string): string {
  const blocks = text.split(/\n(?=\S)/);
  return blocks.filter((block) => /^ {2}(interfaces|sources): *\S/m.test(block)).join('\n');
}

/**
 * Every zone of `readRuleZones` as a chain. Throws `RuleNotUnderstood`, `FirewalldFailed`.
 *
 * @param names names of rich rules of ours, by their text
 * @param inside networks whose traffic is not looked at
 */
export async function readFirewalldZones(
  names: ReadonlyMap<string, string[]>,
  inside: ReadonlySet<string>,
): Promise<Map<string, BaseChain>> {
  try {
    return await zonesThrough(BUS, names, inside);
  } catch (error) {
    if (!(error instanceof NoBusAnswer)) throw error;
    // An older firewalld, or a bus that may not be asked: its own tool answers, ten times slower.
    return zonesThrough(COMMANDS, names, inside);
  }
}

/** How firewalld is asked. */
interface Asking {
  refuseDirectRules(): Promise<void>;
  refusePolicies(): Promise<void>;
  zones(inside: ReadonlySet<string>): Promise<string[]>;
  info(of: 'zone' | 'service', name: string): Promise<Info>;
}

const COMMANDS: Asking = {
  refuseDirectRules,
  refusePolicies,
  zones: (inside) => readRuleZones('now', inside),
  info: async (of, name) => parseInfo(await ask(`--info-${of}=${name}`)),
};

const BUS: Asking = {
  async refuseDirectRules() {
    const kinds = ['Rules', 'Chains', 'Passthroughs'] as const;
    const found = await Promise.all(kinds.map(bus.firstDirect));
    const at = found.findIndex((first) => first !== null);
    if (at !== -1) throw new RuleNotUnderstood(`firewalld direct ${kinds[at]}: ${found[at]}`);
  },
  async refusePolicies() {
    for (const name of (await bus.active('policy')).keys()) {
      if (!policyIsHarmless(await bus.settings('policy', name)))
        throw new RuleNotUnderstood(`firewalld policy ${name}`);
    }
  },
  async zones(inside) {
    const [active, byDefault] = await Promise.all([bus.active('zone'), bus.defaultZone()]);
    const members = [...active].map(([name, { interfaces = [], sources = [] }]) => ({
      name,
      interfaces,
      sources: sources.length > 0,
    }));
    return outerZones(members, byDefault, inside);
  },
  info: bus.settings,
};

async function zonesThrough(
  asking: Asking,
  names: ReadonlyMap<string, string[]>,
  inside: ReadonlySet<string>,
): Promise<Map<string, BaseChain>> {
  const [found] = await Promise.all([asking.zones(inside), asking.refuseDirectRules(), asking.refusePolicies()]);
  const infos = await Promise.all(found.map((name) => asking.info('zone', name)));
  const services = await readServices(asking, infos.flatMap(servicesOf));
  return new Map(
    found.map((name, index) => [name, zoneChain(name, infos[index] ?? new Map(), services, names)] as const),
  );
}

/** These services, and those they include. */
async function readServices(asking: Asking, names: readonly string[]): Promise<Map<string, Info>> {
  const known = new Map<string, Info>();
  let wanted = new Set(names);
  while (wanted.size > 0) {
    const found = await Promise.all(
      [...wanted].map(async (name) => [name, await asking.info('service', name)] as const),
    );
    for (const [name, info] of found) known.set(name, info);
    const included = found.flatMap(([, info]) => info.get('includes') ?? []);
    wanted = new Set(included.filter((name) => !known.has(name)));
  }
  return known;
}

async function refuseDirectRules(): Promise<void> {
  for (const what of ['rules', 'chains', 'passthroughs']) {
    const [first = ''] = (await ask('--direct', `--get-all-${what}`)).split('\n');
    if (first.trim() !== '') throw new RuleNotUnderstood(`firewalld direct ${what}: ${first}`);
  }
}

async function refusePolicies(): Promise<void> {
  // Policies came with firewalld 0.9: an older one refuses the question, and has none.
  const run = await runTool('firewall-cmd', ['--get-active-policies']);
  if (run.kind !== 'ran') throw new FirewalldFailed('firewall-cmd --get-active-policies failed.');
  if (run.exitCode === 2 && run.stderr.includes('usage')) return;
  if (run.exitCode !== 0) throw new FirewalldFailed('firewall-cmd --get-active-policies failed.');
  for (const line of run.stdout.split('\n').filter((text) => /^\S/.test(text))) {
    const name = line.split(' ')[0] ?? '';
    if (!policyIsHarmless(parseInfo(await ask(`--info-policy=${name}`)))) {
      throw new RuleNotUnderstood(`firewalld policy ${name}`);
    }
  }
}

/**
 * Whether the kernel really holds firewalld's table, and nobody put an accept of their own into its first chain: firewalld says
 * "running" also after somebody flushed its rules.
 */
export function firewalldRulesAreLoaded(tables: readonly NftTable[]): boolean {
  const table = tables.find(({ family, name }) => family === 'inet' && name === 'firewalld');
  const entry = table?.chains.find((chain) => chain['hook'] === 'input' && chain['type'] === 'filter');
  if (table === undefined || entry === undefined) return false;
  const rules = table.rules.filter((rule) => rule['chain'] === entry['name']);
  const jumps = rules.some((rule) => statements(rule).some((statement) => 'jump' in statement));
  const strangers = rules.filter((rule) => statements(rule).some((s) => 'accept' in s) && !isOfFirewalld(rule));
  return jumps && strangers.length === 0;
}

function statements(rule: NftObject): NftObject[] {
  return Array.isArray(rule['expr']) ? rule['expr'].filter(isObject) : [];
}

/** firewalld's own accepts here: known connections, redirected ones, loopback. */
function isOfFirewalld(rule: NftObject): boolean {
  return statements(rule).some(({ match }) => {
    if (!isObject(match) || !isObject(match['left'])) return false;
    const { ct, meta } = match['left'];
    if (isObject(ct)) return !JSON.stringify(match['right']).includes('"new"');
    return isObject(meta) && meta['key'] === 'iifname' && match['right'] === 'lo';
  });
}
