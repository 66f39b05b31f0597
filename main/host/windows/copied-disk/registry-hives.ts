import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { type Fact, read, unavailable } from '../../../model/fact.ts';
import { type ConfinedTree, isMiss, missFrom, type TreeMiss } from '../../confined-tree.ts';
import type { Drive } from '../files/drive.ts';
import { openHive } from '../hive/hive.ts';
import { HiveError } from '../hive/hive-error.ts';
import { PagedFile } from '../hive/random-access.ts';
import { type HiveName, type Registry, RegistryGap, type RegistryKey } from '../registry/registry.ts';
import { currentControlSet } from './control-set.ts';

const FOLDER = ['Windows', 'System32', 'config'];

/** The registry of a copied Windows disk: its machine-wide hives, opened anew for each reading and read in place. */
export class RegistryHives implements Registry {
  readonly #tree: ConfinedTree;
  readonly #drives: readonly Drive[];

  constructor(tree: ConfinedTree, drives: readonly Drive[]) {
    this.#tree = tree;
    this.#drives = drives;
  }

  /**
   * What `reading` makes of a hive. Not there: `not-known`; contradicting itself: `malformed`; not cleanly closed: read, and the
   * source says that the newest changes may be missing, because a disk copied from a running instrument is always so.
   */
  async read<T>(name: HiveName, reading: (root: RegistryKey) => Promise<T>): Promise<Fact<T>> {
    const source = `registry hive ${['C:', ...FOLDER, name].join('\\')} on copied disk ${this.#tree.root}`;
    const place = await this.#locate(name);
    if (isMiss(place)) return unavailable(place.cause, place.detail, source);
    try {
      return await this.#readFile(place.at, name, source, reading);
    } catch (error) {
      if (error instanceof HiveError || error instanceof RegistryGap)
        return unavailable(error.why, error.message, source);
      if (isFileSystemError(error)) {
        const { cause, detail } = missFrom(error, `The registry hive ${name}`);
        return unavailable(cause, detail, source);
      }
      throw error;
    }
  }

  currentControlSet(system: RegistryKey): Promise<RegistryKey> {
    return currentControlSet(system);
  }

  async #readFile<T>(
    at: string,
    name: HiveName,
    source: string,
    reading: (root: RegistryKey) => Promise<T>,
  ): Promise<Fact<T>> {
    // Not blocking: opening a FIFO of a hostile copy would wait for a writer for ever.
    const file = await open(at, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const about = await file.stat();
      if (!about.isFile())
        return unavailable('malformed', `The registry hive ${name} is not an ordinary file.`, source);
      const hive = await openHive(new PagedFile(file, about.size));
      const value = await reading(hive.root);
      const caveat = hive.cleanlyClosed ? '' : ' (not cleanly closed; changes of the last minutes may be missing)';
      return read(value, `${source}${caveat}`);
    } finally {
      await file.close();
    }
  }

  async #locate(name: HiveName): Promise<{ at: string } | TreeMiss> {
    const [drive, ...others] = this.#drives.filter(({ letter }) => letter === 'C');
    if (drive === undefined) return notThere('The drive C:');
    if (others.length > 0) return notOne('C');
    let folder = drive.folder;
    let shown = 'C:';
    for (const step of [...FOLDER, name]) {
      const listing = await this.#tree.list(folder);
      if (isMiss(listing)) return listing.missing ? notThere(shown) : listing;
      if (!listing.complete)
        return { missing: false, cause: 'too-large', detail: `${shown} holds more entries than are looked at.` };
      shown = `${shown}\\${step}`;
      const [entry, ...rest] = listing.entries.filter((found) => found.name.toLowerCase() === step.toLowerCase());
      if (entry === undefined) return notThere(shown);
      if (rest.length > 0) return notOne(shown);
      folder = `${folder}/${entry.name}`;
    }
    return this.#tree.locate(folder);
  }
}

function notThere(what: string): TreeMiss {
  return { missing: true, cause: 'not-known', detail: `${what} is not on this copied disk.` };
}

/** Windows would know one of two entries that differ in capital letters only; which one cannot be told. */
function notOne(what: string): TreeMiss {
  return { missing: false, cause: 'malformed', detail: `${what} is there more than once, in different spellings.` };
}

function isFileSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
