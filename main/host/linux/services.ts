import { type Fact, read, unavailable } from '../../model/fact.ts';
import type { Service } from '../../model/system-facts.ts';
import { type ConfinedTree, isMiss } from '../confined-tree.ts';
import { readAccountNames } from './account-files.ts';
import { parseUnits, serviceOf, UNIT_PROPERTIES } from './systemd-units.ts';
import { isRoot, runTool, withoutResult } from './tool.ts';
import { type LoadedUnit, readUnitFiles } from './unit-files.ts';
import { readWrittenPaths } from './written-paths.ts';

const SOURCE = 'systemctl list-units, show, unit files';
const TERSE = ['--no-legend', '--no-pager', '--full'];
/** Unit names given to one call, so that a command line never grows too long. */
const UNITS_PER_CALL = 200;

/** Every service unit systemd knows, loaded or only on disk. Templates are left out: only their instances run. */
export async function readServices(tree: ConfinedTree): Promise<Fact<Service[]>> {
  if (!(await tree.has('/run/systemd/system'))) {
    return unavailable('not-on-this-system', 'systemd does not run here, so it cannot be asked for services.', SOURCE);
  }
  const [accounts, found] = await Promise.all([readAccountNames(tree), readUnits(tree)]);
  if (isMiss(accounts)) return unavailable(accounts.cause, accounts.detail, '/etc/passwd');
  if ('status' in found) return found;

  const services = new Map(found.plain.map((service) => [service.name, service]));
  for (const unit of found.described) {
    const service = serviceOf(unit, accounts);
    if (service === null) continue;
    const asRoot = isRoot() && service.pid !== null && service.account?.kind === 'root';
    const writes = asRoot ? await readWrittenPaths(tree, unit.get('ControlGroup') ?? '') : null;
    services.set(service.name, writes === null ? service : { ...service, writes });
  }
  return read([...services.values()], SOURCE);
}

/** Units that systemd described, and those whose file says all there is. */
interface Units {
  described: Described;
  plain: Service[];
}
type Described = ReturnType<typeof parseUnits>;

async function readUnits(tree: ConfinedTree): Promise<Units | Fact<never>> {
  const [listed, path] = await Promise.all([
    runTool('systemctl', ['list-units', '--type=service', '--all', '--plain', ...TERSE]),
    runTool('systemctl', ['show', '--property=UnitPath', '--no-pager']),
  ]);
  if (listed.kind !== 'ran' || listed.exitCode !== 0) return withoutResult(listed);
  const loaded = loadedUnits(listed.stdout);
  const unitPath = (path.kind === 'ran' && /^UnitPath=(.+)$/m.exec(path.stdout)?.[1]?.split(' ')) || [];
  const busy = [...loaded].flatMap(([name, { stopped }]) => (stopped ? [] : [name]));
  const [first, files] = await Promise.all([
    describeUnits(busy),
    unitPath.length === 0 ? null : readUnitFiles(tree, unitPath, loaded),
  ]);
  if ('status' in first) return first;
  const onDisk = files === null ? await unitsOnDisk() : files.ask;
  if ('status' in onDisk) return onDisk;
  const plain = files?.plain ?? [];
  const settled = new Set([...busy, ...plain.map(({ name }) => name)]);
  const rest = await describeUnits([...new Set([...loaded.keys(), ...onDisk])].filter((name) => !settled.has(name)));
  return 'status' in rest ? rest : { described: [...first, ...rest], plain };
}

/** The names of all unit files, which takes systemd long. */
async function unitsOnDisk(): Promise<string[] | Fact<never>> {
  const listed = await runTool('systemctl', ['list-unit-files', '--type=service', ...TERSE]);
  if (listed.kind !== 'ran' || listed.exitCode !== 0) return withoutResult(listed);
  const names = listed.stdout.split('\n').flatMap((line) => /^(\S+\.service)\s/.exec(line)?.[1] ?? []);
  return names.filter((name) => !name.endsWith('@.service'));
}

async function describeUnits(names: readonly string[]): Promise<Described | Fact<never>> {
  const described: Described = [];
  for (let start = 0; start < names.length; start += UNITS_PER_CALL) {
    const some = names.slice(start, start + UNITS_PER_CALL);
    const properties = `--property=${UNIT_PROPERTIES.join(',')}`;
    const run = await runTool('systemctl', ['show', properties, '--no-pager', '--', ...some]);
    if (run.kind !== 'ran' || run.exitCode !== 0) return withoutResult(run);
    const units = parseUnits(run.stdout);
    if (units.length < some.length) {
      return unavailable('malformed', 'systemd did not describe every unit it listed.', SOURCE);
    }
    described.push(...units);
  }
  return described;
}

/** Units of `systemctl list-units`, without those that only other units mention. */
function loadedUnits(listing: string): Map<string, LoadedUnit> {
  const units = new Map<string, LoadedUnit>();
  for (const line of listing.split('\n')) {
    // A failed unit has a mark before its name in older versions.
    const words = /^\s*(?:\S\s+)?(\S+\.service)\s+(\S+)\s+(\S+)\s+\S+\s+(.*?)\s*$/.exec(line);
    const [, name, load, active, description = ''] = words ?? [];
    if (name === undefined || load === 'not-found') continue;
    units.set(name, { stopped: load === 'loaded' && active === 'inactive', description });
  }
  return units;
}
