import { type Fact, read, unavailable } from '../../../../model/fact.ts';
import type { ProgramFolderFiles, RecentExecutables } from '../../../../model/sign-facts.ts';
import { beginsLikeProgram, type Walk, walkFiles } from '../../../file-walk.ts';
import { isWithinLookBack } from '../../../look-back.ts';
import { subfolders, windowsName } from '../../files/drive.ts';
import { liveDrives } from '../drives.ts';

/** Kinds of files Windows starts or loads by their names. */
const STARTABLE = /\.(exe|dll|com|scr|bat|cmd|ps1|vbs|js|wsf|hta|msi|cpl|sys)$/i;
const PROGRAM_FOLDER_LIMITS = { depth: 1, entries: 5_000 };
const RECENT_LIMITS = { depth: 4, entries: 20_000 };
/** Above this the list helps nobody; how many more there are is said. */
const MAX_LISTED = 200;

/** The files in the folders of the UCS program and one level below. Windows keeps no list of who put them there. */
export async function readProgramFolderFiles(folders: readonly string[]): Promise<Fact<ProgramFolderFiles>> {
  const source = folders.join(', ');
  const walk = await walkFiles(folders, PROGRAM_FOLDER_LIMITS);
  if (walk.nothingThere) {
    const why = walk.incomplete[0] ?? 'The folder of the UCS program is not there.';
    return unavailable(walk.incomplete.length > 0 ? 'needs-elevation' : 'not-known', why, source);
  }
  const files = [];
  for (const { path, changedAt, size } of walk.files) {
    const executable = STARTABLE.test(path) || (await beginsLikeProgram(path));
    files.push({ path, changedAt, size, executable, fromInstaller: null });
  }
  return read({ files, incomplete: walk.incomplete.slice(0, 20) }, source);
}

/** Programs and scripts in temp and run folders that changed in the days looked back on, by name or by their first bytes. */
export async function readRecentExecutables(now = new Date()): Promise<Fact<RecentExecutables>> {
  const places = await recentPlaces();
  const walk = await walkFiles(places, RECENT_LIMITS);
  const found: Walk['files'] = [];
  for (const file of walk.files) {
    if (!isWithinLookBack(file.changedAt, now)) continue;
    if (STARTABLE.test(file.path) || (await beginsLikeProgram(file.path))) found.push(file);
  }
  const files = found.slice(0, MAX_LISTED).map(({ path, changedAt, size }) => ({ path, changedAt, size }));
  const more = found.length > MAX_LISTED ? [`${found.length - MAX_LISTED} more were found and are not listed.`] : [];
  const incomplete = [...walk.incomplete.slice(0, 20), ...more];
  return read({ files, incomplete }, `${places.join(', ')} (${RECENT_LIMITS.depth} levels deep)`);
}

/** Temp folders of Windows and of every profile, and the Illumina folders runs are kept in, on every built-in drive. */
async function recentPlaces(): Promise<string[]> {
  const places: string[] = [];
  for (const drive of await liveDrives()) {
    const named = async (folder: string, name: string) =>
      subfolders(drive, folder, (each) => each === name.toLowerCase());
    const take = (paths: readonly string[]) => places.push(...paths.map((path) => windowsName(drive, path)));
    for (const windows of await named('', 'windows')) take(await named(windows, 'temp'));
    for (const users of await named('', 'users')) {
      for (const profile of await subfolders(drive, users))
        places.push(`${windowsName(drive, profile)}\\AppData\\Local\\Temp`);
    }
    take(await named('', 'illumina'));
    for (const data of await named('', 'programdata')) take(await named(data, 'illumina'));
  }
  return places;
}
