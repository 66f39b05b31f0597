import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type DataFolder, findDataFolder, openDataFolder, realDataFolder } from '../host/data-folder/data-folder.ts';
import { openPracticeInstrument, type PracticeHost } from '../host/practice/practice-host.ts';

/** Where practice keeps its instruments when nobody says otherwise: a folder of the user, never the one of a real host. */
export function defaultPracticeFolder(): string {
  const base =
    process.platform === 'win32'
      ? join(homedir(), 'AppData', 'Local')
      : (absoluteOrNull(process.env['XDG_STATE_HOME']) ?? join(homedir(), '.local', 'state'));
  return join(base, 'ucs-remediation-wizard-practice');
}

function absoluteOrNull(path: string | undefined): string | null {
  return path?.startsWith('/') ? path : null;
}

/** A practice instrument with its own journal, in a data folder whose keys and receipts all its instruments share. */
export interface PracticePlace {
  data: DataFolder;
  host: PracticeHost;
  journalFolder: string;
}

/** Folder of one practice instrument inside a data folder: its state file, its journals, its lock. */
export function instrumentFolder(dataFolder: string, scenario: string): string {
  return join(dataFolder, 'practice', scenario);
}

/** Opens (and at first use makes) a practice instrument. Throws the `Failure`s of `openPracticeInstrument` and `openDataFolder`. */
export async function openPractice(scenario: string, dataFolder: string): Promise<PracticePlace> {
  const data = await openDataFolder({ path: resolve(dataFolder), mustBePrivate: false });
  const folder = instrumentFolder(data.path, scenario);
  const host = await openPracticeInstrument(folder, scenario);
  const journalFolder = join(folder, 'journal');
  await mkdir(journalFolder, { recursive: true, mode: 0o700 });
  return { data, host, journalFolder };
}

/** The data folder of this machine, made at first use. Needs administrator rights. */
export function openRealData(): Promise<DataFolder> {
  return openDataFolder({ path: realDataFolder(systemFamily()), mustBePrivate: true });
}

/** The data folder of this machine for reading; null where there is none yet. */
export function findRealData(): Promise<DataFolder | null> {
  return findDataFolder({ path: realDataFolder(systemFamily()), mustBePrivate: true });
}

export function systemFamily(): 'linux' | 'windows' {
  return process.platform === 'win32' ? 'windows' : 'linux';
}
