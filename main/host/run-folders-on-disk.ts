import { posix } from 'node:path';
import type { Fact } from '../model/fact.ts';
import { read, unavailable } from '../model/fact.ts';
import type { RunFile } from '../model/run-folder.ts';
import type { ConfinedTree, TreeEntry } from './confined-tree.ts';
import { isMiss } from './confined-tree.ts';
import type { RunFolderOnDisk } from './host.ts';

/** Above these a search stops and says so: a tree that large is no instrument's. */
const MAX_ENTRIES_SEEN = 100_000;
const MAX_RUN_FOLDERS = 2_000;
const MAX_TEXT = 4 * 1024 * 1024;
const MAX_ALL_TEXT = 512 * 1024 * 1024;

/** What a search for run folders found, and in sentences what it had to leave out. */
export interface RunFolderSearch {
  folders: RunFolderOnDisk[];
  /** Why the list may be incomplete; empty when everything was seen. */
  incomplete: string[];
  /** True when an incompleteness comes from missing rights. */
  needsRights: boolean;
}

/** Looks for run folders (those with `RunParameters.xml` or `RunInfo.xml`) from start folders down to a depth. */
export class RunFolderFinder {
  readonly #tree: ConfinedTree;
  readonly #nameFor: (path: string) => string;
  readonly #found = new Map<string, RunFolderOnDisk>();
  readonly #incomplete = new Set<string>();
  #needsRights = false;
  #entriesLeft = MAX_ENTRIES_SEEN;
  #textLeft = MAX_ALL_TEXT;

  /** `nameFor` turns a path of the tree into what the instrument itself would call it. */
  constructor(tree: ConfinedTree, nameFor: (path: string) => string = (path) => path) {
    this.#tree = tree;
    this.#nameFor = nameFor;
  }

  /** Searches `depth` levels below `start`; a run folder found is not searched further. A `start` that is not there is no error. */
  async searchBelow(start: string, depth: number): Promise<void> {
    let level = [start];
    for (let down = 0; down <= depth && level.length > 0; down += 1) {
      const next: string[] = [];
      for (const folder of level) next.push(...(await this.#look(folder)));
      level = next;
    }
  }

  result(): RunFolderSearch {
    return { folders: [...this.#found.values()], incomplete: [...this.#incomplete], needsRights: this.#needsRights };
  }

  /** Takes a folder in when it is a run folder, else returns its subfolders. */
  async #look(folder: string): Promise<string[]> {
    if (this.#entriesLeft <= 0) {
      this.#incomplete.add(`The search stopped after ${MAX_ENTRIES_SEEN} entries.`);
      return [];
    }
    const place = await this.#tree.locate(folder);
    if (isMiss(place)) return this.#skipped(place.missing, place.cause === 'needs-elevation', place.detail);
    const listing = await this.#tree.list(folder);
    if (isMiss(listing)) return this.#skipped(listing.missing, listing.cause === 'needs-elevation', listing.detail);
    this.#entriesLeft -= listing.entries.length;
    if (!listing.complete) {
      this.#incomplete.add(`${this.#nameFor(folder)} holds more entries than are looked at.`);
    }
    if (listing.entries.some((entry) => isRunParameters(entry) || isRunInfo(entry))) {
      await this.#take(place.at, folder, listing.entries);
      return [];
    }
    // Links are followed too: the tree keeps them inside, the depth ends loops, and what was seen is not seen twice.
    return listing.entries
      .filter((entry) => entry.kind === 'folder' || entry.kind === 'link')
      .map((entry) => posix.join(folder, entry.name));
  }

  #skipped(missing: boolean, rights: boolean, detail: string): string[] {
    if (!missing) this.#incomplete.add(detail);
    if (rights) this.#needsRights = true;
    return [];
  }

  async #take(realPath: string, folder: string, entries: readonly TreeEntry[]): Promise<void> {
    if (this.#found.has(realPath)) return;
    if (this.#found.size >= MAX_RUN_FOLDERS) {
      this.#incomplete.add(`The search stopped after ${MAX_RUN_FOLDERS} run folders.`);
      return;
    }
    const files: RunFile[] = [];
    const own = await this.#tree.changedAt(folder);
    let changedAt = own ?? new Date().toISOString();
    for (const entry of entries) {
      const modifiedAt = await this.#tree.changedAt(posix.join(folder, entry.name));
      if (modifiedAt === null) continue;
      if (modifiedAt > changedAt) changedAt = modifiedAt;
      if (entry.kind !== 'folder') files.push({ name: entry.name, modifiedAt });
    }
    this.#found.set(realPath, {
      path: this.#nameFor(folder),
      changedAt,
      files,
      parameters: await this.#text(folder, entries.find(isRunParameters)),
      info: await this.#text(folder, entries.find(isRunInfo)),
    });
  }

  async #text(folder: string, entry: TreeEntry | undefined): Promise<Fact<string> | null> {
    if (entry === undefined) return null;
    const path = posix.join(folder, entry.name);
    const source = this.#nameFor(path);
    if (this.#textLeft <= 0) {
      return unavailable('too-large', 'The record files of all run folders together are too large to be read.', source);
    }
    const content = await this.#tree.readText(path, MAX_TEXT);
    if (isMiss(content)) return unavailable(content.cause, content.detail, source);
    this.#textLeft -= content.text.length;
    return read(content.text, source);
  }
}

function isRunParameters(entry: TreeEntry): boolean {
  return entry.kind !== 'folder' && entry.name.toLowerCase() === 'runparameters.xml';
}

function isRunInfo(entry: TreeEntry): boolean {
  return entry.kind !== 'folder' && entry.name.toLowerCase() === 'runinfo.xml';
}
