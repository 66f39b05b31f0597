import { basename, dirname } from 'node:path';
import type { Service } from '../../model/system-facts.ts';
import { type ConfinedTree, isMiss } from '../confined-tree.ts';
import { plainService } from './plain-unit-file.ts';

/** A unit that systemd holds in memory. `stopped`: it does nothing now, and did not fail. */
export interface LoadedUnit {
  stopped: boolean;
  description: string;
}

/** Services by what lies in the folders of unit files. */
export interface UnitFiles {
  /** Stopped, and their one file says all there is to say of them. */
  plain: Service[];
  /** Units whose state is more than that one file: systemd has to be asked. */
  ask: string[];
}

const MAX_UNIT_FILE = 64 * 1024;
/** Links in such a folder have a unit start with another one. */
const PULLING = /\.(wants|requires|upholds)$/;

interface Holding {
  folders: string[];
  /** Whether one of the folders only links to it. */
  linked: boolean;
}

interface Folders {
  named: Map<string, Holding>;
  /** Second names of services that have a file of their own. */
  aliases: Set<string>;
  /** What drop-ins are for, as it stands before `.d`. */
  dropIns: Set<string>;
  /** Units that others pull in, or that go by a second name: by whom. */
  meant: Map<string, 'system' | 'lab'>;
}

/**
 * Looks at the files of all services that do nothing now. Asking systemd for the state of one takes it 3 ms, for which it goes
 * through all its folders again (measured with systemd 252): so it is asked only where a file by itself does not decide.
 *
 * @param unitPath folders of unit files, the one that counts most first (property `UnitPath` of systemd)
 * @returns null where a folder could not be read
 */
export async function readUnitFiles(
  tree: ConfinedTree,
  unitPath: readonly string[],
  loaded: ReadonlyMap<string, LoadedUnit>,
): Promise<UnitFiles | null> {
  const folders = await lookInto(tree, unitPath);
  if (folders === null) return null;
  const onDisk = [...folders.named.keys()].filter((name) => !name.endsWith('@.service') && !folders.aliases.has(name));
  const found = await Promise.all(
    [...new Set([...loaded.keys(), ...onDisk])].map(async (name) => {
      const unit = loaded.get(name) ?? null;
      const plain = unit?.stopped === false ? null : await readPlain(tree, folders, name);
      // The file is not what systemd has in memory.
      const other = plain !== null && unit !== null && unit.description !== plain.displayName;
      return { name, plain: other ? null : plain };
    }),
  );
  return {
    plain: found.flatMap(({ plain }) => plain ?? []),
    ask: found.flatMap(({ name, plain }) => (plain === null ? [name] : [])),
  };
}

async function lookInto(tree: ConfinedTree, unitPath: readonly string[]): Promise<Folders | null> {
  const looks = await Promise.all(unitPath.map((path) => lookIntoOne(tree, path)));
  const folders: Folders = { named: new Map(), aliases: new Set(), dropIns: new Set(), meant: new Map() };
  const seen = new Set<string>();
  const links: { name: string; from: string; to: string }[] = [];
  for (const look of looks) {
    if (look === null) return null;
    // /lib is mostly a link to /usr/lib, and both are named.
    if (look.at === null || seen.has(look.at)) continue;
    seen.add(look.at);
    for (const name of look.dropIns) folders.dropIns.add(name);
    for (const name of look.pulled) mean(folders, name, look.path);
    for (const { name, file, to } of look.services) {
      const known = folders.named.get(name) ?? { folders: [], linked: false };
      folders.named.set(name, { folders: [...known.folders, look.path], linked: known.linked || !file });
      if (to !== null) links.push({ name, from: look.path, to });
    }
  }
  for (const { name, from, to } of links) {
    const own = basename(to);
    mean(folders, own, from);
    const hasFile = seen.has(dirname(to)) && folders.named.get(own)?.linked === false;
    if (hasFile && folders.named.get(name)?.folders.length === 1) folders.aliases.add(name);
  }
  return folders;
}

interface FolderLook {
  path: string;
  /** Where it really is; null: nowhere. */
  at: string | null;
  services: { name: string; file: boolean; to: string | null }[];
  dropIns: string[];
  /** What the folders of links in it name. */
  pulled: string[];
}

async function lookIntoOne(tree: ConfinedTree, path: string): Promise<FolderLook | null> {
  const [place, listing] = await Promise.all([tree.locate(path), tree.list(path)]);
  if (isMiss(listing)) {
    return listing.missing ? { path, at: null, services: [], dropIns: [], pulled: [] } : null;
  }
  if (isMiss(place) || !listing.complete) return null;
  const pulled = await Promise.all(
    listing.entries.filter(({ name }) => PULLING.test(name)).map(({ name }) => tree.list(`${path}/${name}`)),
  );
  const services = await Promise.all(
    listing.entries
      .filter(({ name }) => name.endsWith('.service'))
      .map(async ({ name, kind }) => {
        const target = kind === 'link' ? await tree.locate(`${path}/${name}`) : null;
        return { name, file: kind === 'file', to: target === null || isMiss(target) ? null : target.at };
      }),
  );
  const names: string[] = [];
  for (const each of pulled) {
    if (isMiss(each) || !each.complete) return null;
    names.push(...each.entries.map(({ name }) => name));
  }
  const dropIns = listing.entries.flatMap(({ name }) => (name.endsWith('.d') ? [name.slice(0, -'.d'.length)] : []));
  return { path, at: place.at, services, dropIns, pulled: names };
}

/** Only what others than the makers of the system have set decides for itself that a unit starts by itself. */
function mean({ meant }: Folders, name: string, from: string): void {
  if (meant.get(name) !== 'lab') meant.set(name, /^(\/usr)?\/lib\//.test(from) ? 'system' : 'lab');
}

/** Null: its file does not decide. */
async function readPlain(tree: ConfinedTree, folders: Folders, name: string): Promise<Service | null> {
  const { named, dropIns, meant } = folders;
  const { folders: holding, linked } = named.get(name) ?? { folders: [], linked: true };
  const [folder] = holding;
  if (folder === undefined || holding.length > 1 || linked || meant.get(name) === 'lab') return null;
  // What lies under /run was made by a program, for this start of the system only.
  if (folder.startsWith('/run/') || name.includes('@') || dropInsOf(name).some((each) => dropIns.has(each)))
    return null;
  const file = await tree.readText(`${folder}/${name}`, MAX_UNIT_FILE);
  if (isMiss(file) || (meant.has(name) && /^\s*\[Install\]/m.test(file.text))) return null;
  return plainService(name, file.text);
}

/** Before `.d`: "a-b.service" is also told things by "a-.service.d" and "service.d" (systemd.unit(5)). */
function dropInsOf(name: string): string[] {
  const dashes = [...name.matchAll(/-/g)].map(({ index }) => `${name.slice(0, index + 1)}.service`);
  return [name, 'service', ...dashes];
}
