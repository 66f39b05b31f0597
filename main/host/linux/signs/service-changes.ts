import { basename, dirname } from 'node:path';
import { type Fact, read, unavailable } from '../../../model/fact.ts';
import type { ServiceChange } from '../../../model/sign-facts.ts';
import type { ConfinedTree } from '../../confined-tree.ts';
import { walkFiles } from '../../file-walk.ts';
import { isWithinLookBack } from '../../look-back.ts';
import { packageOwnership } from './package-owner.ts';

/** Where systemd reads units that stay; what generators write to /run is made anew at every start. */
const UNIT_FOLDERS = ['/etc/systemd/system', '/usr/local/lib/systemd/system', '/usr/lib/systemd/system'];
const LIMITS = { depth: 1, entries: 20_000 };

/**
 * Service units, and files that change them (drop-ins), that changed in the days looked back on and that no package brought.
 */
export async function readServiceChanges(
  tree: ConfinedTree,
  folders: readonly string[] = UNIT_FOLDERS,
  now = new Date(),
): Promise<Fact<ServiceChange[]>> {
  const source = folders.join(', ');
  const walk = await walkFiles(folders, LIMITS);
  if (walk.nothingThere) return unavailable('not-on-this-system', 'There are no unit files of systemd here.', source);
  if (walk.incomplete.length > 0) return unavailable('too-large', walk.incomplete.slice(0, 3).join(' '), source);
  const recent = walk.files.flatMap(({ path, changedAt }) => {
    const service = serviceOf(path);
    return service !== null && isWithinLookBack(changedAt, now) ? [{ path, service, at: changedAt }] : [];
  });
  const owned = await packageOwnership(
    tree,
    recent.map(({ path }) => path),
  );
  const changes = recent
    .filter(({ path }) => owned.get(path) !== true)
    .map(({ service, at }): ServiceChange => ({ service, change: 'installed-or-changed', at }));
  return read(changes, source);
}

/** The service a file of a unit folder is about; null for other units. */
function serviceOf(path: string): string | null {
  if (path.endsWith('.service')) return basename(path);
  const folder = basename(dirname(path));
  return folder.endsWith('.service.d') && path.endsWith('.conf') ? folder.slice(0, -'.d'.length) : null;
}
