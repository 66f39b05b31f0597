import { constants, realpath as walkedRealpath } from 'node:fs';
import { lstat, open, opendir, readlink, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import type { UnavailableCause } from '../model/fact.ts';

/** More links in one path than any sound tree has; the same bound as the Linux kernel's. */
const MAX_LINKS = 40;
/** On Windows step by step: asked for the whole, some file systems and long paths give an error. */
const realPath = process.platform === 'win32' ? promisify(walkedRealpath) : realpath;
/** More entries in one folder than any folder we look into has. */
export const MAX_ENTRIES = 10_000;

/** Why a path gave nothing. `missing`: there is nothing of that name (or a link leads nowhere). */
export type TreeMiss = { missing: boolean; cause: UnavailableCause; detail: string };
export type TreeText = { text: string } | TreeMiss;
export type TreeEntry = { name: string; kind: 'folder' | 'file' | 'link' | 'other' };
/** `complete` is false when the folder holds more than `MAX_ENTRIES`. */
export type TreeListing = { entries: TreeEntry[]; complete: boolean } | TreeMiss;

export function isMiss<T extends object>(result: T | TreeMiss): result is TreeMiss {
  return 'missing' in result;
}

/** Turns an error of the file system into a cause. */
export function missFrom(error: unknown, what: string): TreeMiss {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return { missing: true, cause: 'not-known', detail: `${what} is not there.` };
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return {
      missing: false,
      cause: 'needs-elevation',
      detail: `${what} may not be read without administrator rights.`,
    };
  }
  return { missing: false, cause: 'malformed', detail: `${what} could not be read (${code}).` };
}

/**
 * Reads below one folder and never outside it: links are resolved as if that folder were the root of the disk, so an
 * absolute link of a copied disk stays in the copy. Only regular files are opened, and never so that opening could wait.
 * Paths given and returned by its methods are as the disk itself would name them ("/etc/passwd").
 */
export class ConfinedTree {
  readonly #root: string;

  private constructor(root: string) {
    this.#root = root;
  }

  /** `root` must exist; throws the file system's error when it does not. */
  static async open(root: string): Promise<ConfinedTree> {
    return new ConfinedTree(await realpath(root));
  }

  /** The tree of the running system. */
  static live(): ConfinedTree {
    return new ConfinedTree('/');
  }

  get root(): string {
    return this.#root;
  }

  /** Where a path of the tree really lies on this machine, every link resolved inside the tree. */
  async locate(path: string): Promise<{ at: string } | TreeMiss> {
    // Nothing lies outside the root of the disk itself, and the system resolves every link there as it is meant.
    if (this.#root === '/') return this.#confirmed(join('/', path), path);
    const pending = path.split('/').filter((part) => part !== '' && part !== '.');
    const done: string[] = [];
    let links = 0;
    for (let part = pending.shift(); part !== undefined; part = pending.shift()) {
      if (part === '..') {
        done.pop();
        continue;
      }
      const here = join(this.#root, ...done, part);
      try {
        if (!(await lstat(here)).isSymbolicLink()) {
          done.push(part);
          continue;
        }
        links += 1;
        if (links > MAX_LINKS)
          return { missing: true, cause: 'malformed', detail: `${path} leads through too many links.` };
        const target = await readlink(here);
        if (process.platform === 'win32') {
          const inside = this.#stepsOnThisDrive(target, done);
          if (inside === null) return { missing: false, cause: 'malformed', detail: `${path} leads to another drive.` };
          done.length = 0;
          pending.unshift(...inside);
          continue;
        }
        if (target.startsWith('/')) done.length = 0;
        pending.unshift(...target.split('/').filter((step) => step !== '' && step !== '.'));
      } catch (error) {
        return missFrom(error, path);
      }
    }
    return this.#confirmed(join(this.#root, ...done), path);
  }

  /** The way from the root to what a link of a Windows drive points at; null where that is not on this drive. */
  #stepsOnThisDrive(target: string, folder: readonly string[]): string[] | null {
    const way = relative(this.#root, resolve(this.#root, ...folder, target.replace(/^\\\\\?\\/, '')));
    return isAbsolute(way) || way.startsWith('..') ? null : way.split(sep).filter((step) => step !== '');
  }

  async #confirmed(at: string, path: string): Promise<{ at: string } | TreeMiss> {
    try {
      const real = await realPath(at);
      const way = relative(this.#root, real);
      if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) {
        return { missing: false, cause: 'malformed', detail: `${path} leads out of the folder that may be read.` };
      }
      return { at: real };
    } catch (error) {
      return missFrom(error, path);
    }
  }

  /** What a folder holds, links named as links and not followed. */
  async list(path: string): Promise<TreeListing> {
    const place = await this.locate(path);
    if (isMiss(place)) return place;
    const entries: TreeEntry[] = [];
    try {
      for await (const entry of await opendir(place.at)) {
        if (entries.length >= MAX_ENTRIES) return { entries, complete: false };
        const kind = entry.isDirectory()
          ? 'folder'
          : entry.isFile()
            ? 'file'
            : entry.isSymbolicLink()
              ? 'link'
              : 'other';
        entries.push({ name: entry.name, kind });
      }
    } catch (error) {
      return missFrom(error, path);
    }
    return { entries: entries.sort((a, b) => (a.name < b.name ? -1 : 1)), complete: true };
  }

  /** When an entry was last changed, itself and not what it may link to; null when it is gone. */
  async changedAt(path: string): Promise<string | null> {
    const parts = path.split('/').filter((part) => part !== '');
    const name = parts.pop();
    const folder = await this.locate(parts.join('/'));
    if (isMiss(folder)) return null;
    try {
      return isoTime((await lstat(name === undefined ? folder.at : join(folder.at, name))).mtimeMs);
    } catch {
      return null;
    }
  }

  /** The bytes of a regular file of at most `cap` bytes. */
  async readBytes(path: string, cap: number): Promise<{ bytes: Buffer } | TreeMiss> {
    const place = await this.locate(path);
    if (isMiss(place)) return place;
    try {
      // Not blocking: opening a FIFO of a hostile tree would wait for a writer for ever.
      const file = await open(place.at, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
      try {
        if (!(await file.stat()).isFile()) {
          return { missing: false, cause: 'malformed', detail: `${path} is not an ordinary file.` };
        }
        return await this.#readCapped(file, path, cap);
      } finally {
        await file.close();
      }
    } catch (error) {
      return missFrom(error, path);
    }
  }

  async #readCapped(file: Awaited<ReturnType<typeof open>>, path: string, cap: number) {
    const tooLarge: TreeMiss = { missing: false, cause: 'too-large', detail: `${path} is larger than ${cap} bytes.` };
    const { size } = await file.stat();
    if (size > cap) return tooLarge;
    const chunks: Buffer[] = [];
    let total = 0;
    // Files of /proc give their size as 0: read to the end, and count.
    for (;;) {
      const room = size === 0 ? 16_384 : Math.min(Math.max(size - total + 1, 1024), 65_536);
      const { bytesRead, buffer } = await file.read(Buffer.alloc(room));
      if (bytesRead === 0) return { bytes: Buffer.concat(chunks) };
      total += bytesRead;
      if (total > cap) return tooLarge;
      chunks.push(buffer.subarray(0, bytesRead));
    }
  }

  /** The text of a file of at most `cap` bytes: UTF-8, or UTF-16 where its first bytes say so. */
  async readText(path: string, cap = 4 * 1024 * 1024): Promise<TreeText> {
    const content = await this.readBytes(path, cap);
    if (isMiss(content)) return content;
    const encoding = content.bytes[0] === 0xff && content.bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
    return { text: new TextDecoder(encoding).decode(content.bytes) };
  }

  async has(path: string): Promise<boolean> {
    return !isMiss(await this.locate(path));
  }
}

/** A file time as ISO text; times no clock of ours can show are brought to the nearest that can. */
export function isoTime(milliseconds: number): string {
  return new Date(Math.min(Math.max(milliseconds, 0), Date.UTC(9999, 11, 31))).toISOString();
}
