import { type Fact, read, unavailable } from '../../../model/fact.ts';
import type { FileVersion } from '../../../model/system-facts.ts';
import { isMiss } from '../../confined-tree.ts';
import { type Drive, subfolders, windowsName } from './drive.ts';
import { executableVersion } from './executable-version.ts';

const PROGRAM_FOLDERS = ['program files', 'program files (x86)'];
const DEPTH = 6;
const MAX_FILE = 200 * 1024 * 1024;
/** Above these a search stops and says so. */
const MAX_EXECUTABLES = 2_000;
const MAX_FOLDERS = 5_000;
const MAX_ALL_BYTES = 8 * 1024 * 1024 * 1024;

/** How the version resource of an executable is read: its drive and path in the tree, and its name for Windows. Null: it has none. */
export type VersionReader = (drive: Drive, path: string, name: string) => Promise<VersionReading>;
/** `bytes`: how many were read for it. `unreadable`: it is there and could not be read. */
export type VersionReading = { bytes: number; version: FileVersion | null } | 'unreadable';

/**
 * Version resources of the executables below Illumina's program folders of every drive. Executables that cannot be read are
 * left out, and the source says how many and which. `where` ends the source ("on copied disk X").
 */
export async function readFileVersions(
  drives: readonly Drive[],
  where: string,
  versionOf: VersionReader = readVersion,
): Promise<Fact<FileVersion[]>> {
  const gaps: string[] = [];
  const versions: FileVersion[] = [];
  const unreadable: string[] = [];
  let bytesLeft = MAX_ALL_BYTES;
  for (const { drive, path } of await findExecutables(await programFolders(drives), gaps)) {
    const name = windowsName(drive, path);
    const reading = bytesLeft > 0 ? await versionOf(drive, path, name) : 'unreadable';
    if (reading === 'unreadable') {
      unreadable.push(name);
      continue;
    }
    bytesLeft -= reading.bytes;
    if (reading.version !== null) versions.push(reading.version);
  }
  if (unreadable.length > 0) {
    const some = unreadable.slice(0, 5).join(', ');
    gaps.push(`${unreadable.length} executable(s) could not be read: ${some}${unreadable.length > 5 ? ', ...' : ''}`);
  }
  const source = `version resources of executables ${where}`;
  const missing = gaps.slice(0, 4).join('; ');
  if (versions.length === 0 && gaps.length > 0) return unavailable('malformed', missing, source);
  return read(versions, gaps.length === 0 ? source : `${source} (${missing})`);
}

/** Reads the executable itself, up to a size no program of an instrument has. */
export async function readVersion({ tree }: Drive, path: string, name: string): Promise<VersionReading> {
  const content = await tree.readBytes(path, MAX_FILE);
  if (isMiss(content)) return 'unreadable';
  try {
    return { bytes: content.bytes.length, version: executableVersion(name, content.bytes) };
  } catch {
    return 'unreadable';
  }
}

/** A path in the tree of a drive. */
interface Place {
  drive: Drive;
  path: string;
}

async function programFolders(drives: readonly Drive[]): Promise<Place[]> {
  const places: Place[] = [];
  const isIllumina = (name: string) => name === 'illumina';
  for (const drive of drives) {
    const take = (paths: readonly string[]) => places.push(...paths.map((path) => ({ drive, path })));
    take(await subfolders(drive, drive.folder, isIllumina));
    for (const programs of await subfolders(drive, drive.folder, (name) => PROGRAM_FOLDERS.includes(name))) {
      take(await subfolders(drive, programs, isIllumina));
    }
  }
  return places;
}

async function findExecutables(starts: readonly Place[], gaps: string[]): Promise<Place[]> {
  const executables: Place[] = [];
  const seen = new Set<string>();
  const pending = starts.map((place) => ({ ...place, depth: 0 }));
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    const { drive, path, depth } = next;
    const place = await drive.tree.locate(path);
    if (isMiss(place) || seen.has(place.at)) continue;
    if (seen.size >= MAX_FOLDERS || executables.length >= MAX_EXECUTABLES) {
      gaps.push(`the search stopped after ${seen.size} folders and ${executables.length} executables`);
      break;
    }
    seen.add(place.at);
    const listing = await drive.tree.list(path);
    if (isMiss(listing)) {
      if (!listing.missing) gaps.push(listing.detail);
      continue;
    }
    if (!listing.complete) gaps.push(`${windowsName(drive, path)} holds more entries than are looked at`);
    for (const { name, kind } of listing.entries) {
      if (kind !== 'folder' && name.toLowerCase().endsWith('.exe'))
        executables.push({ drive, path: `${path}/${name}` });
      else if (kind !== 'file' && depth < DEPTH) pending.push({ drive, path: `${path}/${name}`, depth: depth + 1 });
    }
  }
  return executables.slice(0, MAX_EXECUTABLES);
}
