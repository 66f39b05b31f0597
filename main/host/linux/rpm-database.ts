import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Fact, read, unavailable } from '../../model/fact.ts';
import type { InstalledSoftware } from '../../model/system-facts.ts';
import { type ConfinedTree, isMiss } from '../confined-tree.ts';
import { runTool, withoutResult } from './tool.ts';

const DATABASE_FOLDERS = ['/usr/lib/sysimage/rpm', '/var/lib/rpm'];
/** The database file of each of rpm's backends. Its folder alone proves no database: Debian's rpm package brings it empty. */
const DATABASE_FILES = ['rpmdb.sqlite', 'Packages.db', 'Packages'];
const MAX_DATABASE = 1024 * 1024 * 1024;
/** Name, version without release (the version a maker speaks of), vendor. */
const QUERY_FORMAT = '%{NAME}\\t%{VERSION}\\t%{VENDOR}\\n';

/** Folder of the tree's rpm database; null when there is none. */
export async function findRpmDatabase(tree: ConfinedTree): Promise<string | null> {
  for (const folder of DATABASE_FOLDERS) {
    for (const file of DATABASE_FILES) {
      if (await tree.has(`${folder}/${file}`)) return folder;
    }
  }
  return null;
}

/** Every package of the rpm database in `folder`, through the system's rpm. */
export async function readRpmDatabase(
  tree: ConfinedTree,
  folder: string,
  live: boolean,
): Promise<Fact<InstalledSoftware[]>> {
  return live ? query(folder, folder) : queryCopy(tree, folder);
}

/** rpm writes lock and index files beside a database it only reads: it gets a copy, so that a copied disk stays as it was. */
async function queryCopy(tree: ConfinedTree, folder: string): Promise<Fact<InstalledSoftware[]>> {
  const scratch = await mkdtemp(join(tmpdir(), 'ucs-rpm-'));
  try {
    for (const file of [...DATABASE_FILES, 'rpmdb.sqlite-wal']) {
      const place = await tree.locate(`${folder}/${file}`);
      if (isMiss(place)) continue;
      const about = await stat(place.at);
      if (!about.isFile()) return unavailable('malformed', `${folder}/${file} is not an ordinary file.`, folder);
      if (about.size > MAX_DATABASE) return unavailable('too-large', `${folder}/${file} is too large.`, folder);
      await copyFile(place.at, join(scratch, file));
    }
    return await query(scratch, `${folder} of the copied disk`);
  } catch {
    return unavailable('needs-elevation', 'The rpm database could not be copied for reading.', folder);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function query(database: string, named: string): Promise<Fact<InstalledSoftware[]>> {
  const run = await runTool('rpm', ['--dbpath', database, '-qa', '--queryformat', QUERY_FORMAT]);
  const source = `rpm -qa, database ${named}`;
  if (run.kind === 'missing') {
    return unavailable(
      'tool-missing',
      'There is an rpm database, and the tool "rpm" to read it is not installed.',
      source,
    );
  }
  if (run.kind !== 'ran' || run.exitCode !== 0) return { ...withoutResult(run), source };
  const software = parseRpmList(run.stdout);
  if (software === null) return unavailable('malformed', 'rpm wrote a line that could not be understood.', source);
  // rpm also ends well on a database it cannot read; what it then says is only on the error channel.
  if (software.length === 0 && run.stderr.trim() !== '') {
    return unavailable('tool-failed', run.stderr.trim().slice(0, 300), source);
  }
  return read(software, source);
}

/** Parses lines of our query format; null when one is not of that form. */
export function parseRpmList(text: string): InstalledSoftware[] | null {
  const software: InstalledSoftware[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [name, version, vendor, ...more] = line.split('\t');
    if (name === undefined || version === undefined || vendor === undefined || more.length > 0) return null;
    software.push({ name, version, publisher: vendor === '(none)' ? null : vendor });
  }
  return software;
}
