import { type Fact, read, unavailable } from '../../model/fact.ts';
import type { Service } from '../../model/system-facts.ts';
import { type ConfinedTree, isMiss } from '../confined-tree.ts';
import { readAccountNames } from './account-files.ts';
import { parseUnits, serviceOf, UNIT_PROPERTIES } from './systemd-units.ts';
import { isRoot, runTool, withoutResult } from './tool.ts';
import { readWrittenPaths } from './written-paths.ts';

const SOURCE = 'systemctl list-unit-files, list-units, show';
/** Unit names given to one call, so that a command line never grows too long. */
const UNITS_PER_CALL = 200;

/** Every service unit systemd knows, loaded or only on disk. Templates are left out: only their instances run. */
export async function readServices(tree: ConfinedTree): Promise<Fact<Service[]>> {
  if (!(await tree.has('/run/systemd/system'))) {
    return unavailable('not-on-this-system', 'systemd does not run here, so it cannot be asked for services.', SOURCE);
  }
  const accounts = await readAccountNames(tree);
  if (isMiss(accounts)) return unavailable(accounts.cause, accounts.detail, '/etc/passwd');

  const names = new Set<string>();
  const listings = [
    ['list-unit-files', '--type=service'],
    ['list-units', '--type=service', '--all', '--plain'],
  ].map((listing) => runTool('systemctl', [...listing, '--no-legend', '--no-pager', '--full']));
  for (const run of await Promise.all(listings)) {
    if (run.kind !== 'ran' || run.exitCode !== 0) return withoutResult(run);
    for (const line of run.stdout.split('\n')) {
      // A failed unit has a mark before its name in older versions.
      const words = line.trim().split(/\s+/).slice(0, 2);
      const name = words.find((word) => word.endsWith('.service'));
      if (name !== undefined && !name.endsWith('@.service')) names.add(name);
    }
  }

  const services = new Map<string, Service>();
  const all = [...names];
  for (let start = 0; start < all.length; start += UNITS_PER_CALL) {
    const some = all.slice(start, start + UNITS_PER_CALL);
    const run = await runTool('systemctl', [
      'show',
      `--property=${UNIT_PROPERTIES.join(',')}`,
      '--no-pager',
      '--',
      ...some,
    ]);
    if (run.kind !== 'ran' || run.exitCode !== 0) return withoutResult(run);
    const units = parseUnits(run.stdout);
    if (units.length < some.length) {
      return unavailable('malformed', 'systemd did not describe every unit it listed.', SOURCE);
    }
    for (const unit of units) {
      const service = serviceOf(unit, accounts);
      if (service === null) continue;
      const asRoot = isRoot() && service.pid !== null && service.account?.kind === 'root';
      const writes = asRoot ? await readWrittenPaths(tree, unit.get('ControlGroup') ?? '') : null;
      services.set(service.name, writes === null ? service : { ...service, writes });
    }
  }
  return read([...services.values()], SOURCE);
}
