import { runTool } from '../tool.ts';
import type { BaseChain } from './filter-rule.ts';
import { RuleNotUnderstood } from './filter-rule.ts';
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
  const run = await runTool('firewall-cmd', ['--state']);
  return run.kind === 'ran' && run.exitCode === 0 && run.stdout.trim() === 'running';
}

/** Every zone in force as a chain: those with interfaces or sources, and the default zone. Throws `RuleNotUnderstood`, `FirewalldFailed`. */
export async function readFirewalldZones(): Promise<Map<string, BaseChain>> {
  await refuseDirectRules();
  await refusePolicies();
  const active = (await ask('--get-active-zones')).split('\n').filter((line) => /^\S/.test(line));
  const names = new Set(active.map((line) => line.split(' ')[0] ?? ''));
  names.add((await ask('--get-default-zone')).trim());
  const services = new Map<string, Info>();
  const zones = new Map<string, BaseChain>();
  for (const name of names) {
    const info = parseInfo(await ask(`--info-zone=${name}`));
    for (const service of servicesOf(info)) await readService(service, services);
    zones.set(name, zoneChain(name, info, services));
  }
  return zones;
}

async function readService(name: string, known: Map<string, Info>): Promise<void> {
  if (known.has(name)) return;
  const info = parseInfo(await ask(`--info-service=${name}`));
  known.set(name, info);
  for (const included of info.get('includes') ?? []) await readService(included, known);
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
