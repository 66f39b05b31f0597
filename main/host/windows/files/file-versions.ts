import { type Fact, read, unavailable } from '../../../model/fact.ts';
import type { FileVersion } from '../../../model/system-facts.ts';
import { type ConfinedTree, isMiss } from '../../confined-tree.ts';
import { type Drive, subfolders, windowsName } from './drives.ts';
import { executableVersion } from './executable-version.ts';

const PROGRAM_FOLDERS = ['program files', 'program files (x86)'];
const DEPTH = 6;
const MAX_FILE = 200 * 1024 * 1024;
/** Above these a search stops and says so. */
const MAX_EXECUTABLES = 2_000;
const MAX_FOLDERS = 5_000;
const MAX_ALL_BYTES = 8 * 1024 * 1024 * 1024;

/**
 * Version resources of the executables below Illumina's program folders of every drive. Executables that cannot be read are
 * left out, and the source says how many and which.
 */
export async function readFileVersions(tree: ConfinedTree, drives: readonly Drive[]): Promise<Fact<FileVersion[]>> {
  const { executables, gaps } = await findExecutables(tree, await programFolders(tree, drives));
  const versions: FileVersion[] = [];
  const unreadable: string[] = [];
  let bytesLeft = MAX_ALL_BYTES;
  for (const path of executables) {
    const name = windowsName(path);
    const content = bytesLeft > 0 ? await tree.readBytes(path, MAX_FILE) : null;
    if (content === null || isMiss(content)) {
      unreadable.push(name);
      continue;
    }
    bytesLeft -= content.bytes.length;
    try {
      const version = executableVersion(name, content.bytes);
      if (version !== null) versions.push(version);
    } catch {
      unreadable.push(name);
    }
  }
  if (unreadable.length > 0) {
    const some = unreadable.slice(0, 5).join(', ');
    gaps.push(`${unreadable.length} executable(s) could not be read: ${some}${unreadable.length > 5 ? ', ...' : ''}`);
  }
  const source = `version resources of executables on copied disk ${tree.root}`;
  const missing = gaps.slice(0, 4).join('; ');
  if (versions.length === 0 && gaps.length > 0) return unavailable('malformed', missing, source);
  return read(versions, gaps.length === 0 ? source : `${source} (${missing})`);
}

async function programFolders(tree: ConfinedTree, drives: readonly Drive[]): Promise<string[]> {
  const folders: string[] = [];
  const isIllumina = (name: string) => name === 'illumina';
  for (const { folder } of drives) {
    folders.push(...(await subfolders(tree, folder, isIllumina)));
    for (const programs of await subfolders(tree, folder, (name) => PROGRAM_FOLDERS.includes(name))) {
      folders.push(...(await subfolders(tree, programs, isIllumina)));
    }
  }
  return folders;
}

async function findExecutables(tree: ConfinedTree, starts: readonly string[]) {
  const executables: string[] = [];
  const gaps: string[] = [];
  const seen = new Set<string>();
  const pending = starts.map((path) => ({ path, depth: 0 }));
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    const { path, depth } = next;
    const place = await tree.locate(path);
    if (isMiss(place) || seen.has(place.at)) continue;
    if (seen.size >= MAX_FOLDERS || executables.length >= MAX_EXECUTABLES) {
      gaps.push(`the search stopped after ${seen.size} folders and ${executables.length} executables`);
      break;
    }
    seen.add(place.at);
    const listing = await tree.list(path);
    if (isMiss(listing)) {
      if (!listing.missing) gaps.push(listing.detail);
      continue;
    }
    if (!listing.complete) gaps.push(`${windowsName(path)} holds more entries than are looked at`);
    for (const { name, kind } of listing.entries) {
      if (kind !== 'folder' && name.toLowerCase().endsWith('.exe')) executables.push(`${path}/${name}`);
      else if (kind !== 'file' && depth < DEPTH) pending.push({ path: `${path}/${name}`, depth: depth + 1 });
    }
  }
  return { executables: executables.slice(0, MAX_EXECUTABLES), gaps };
}
