import type { Stats } from 'node:fs';
import { closeSync, constants, lstatSync, opendirSync, openSync, readSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as otherWork } from 'node:timers/promises';
import { isoTime, missFrom } from './confined-tree.ts';

/** An ordinary file as a walk met it. */
export interface WalkedFile {
  path: string;
  /**
   * When content, name or rights last changed, by the system's own note (ctime): unlike the time of modification, a program
   * cannot set it back.
   */
  changedAt: string;
  size: number;
  mode: number;
}

export interface Walk {
  files: WalkedFile[];
  /** Sentences about what was not looked at; empty where everything was seen. */
  incomplete: string[];
  /** Whether none of the folders is there. */
  nothingThere: boolean;
}

export interface WalkLimits {
  /** Levels below each folder; 0 looks at the folder alone. */
  depth: number;
  /** Entries looked at in all folders together. */
  entries: number;
}

/** Files looked at before other work gets its turn. */
const AT_ONCE = 64;

/** Every ordinary file in some folders and below, no link followed, within limits. */
export async function walkFiles(folders: readonly string[], limits: WalkLimits): Promise<Walk> {
  const walk: Walk = { files: [], incomplete: [], nothingThere: true };
  const seen = new Set<string>();
  let left = limits.entries;
  let level: string[] = [];
  for (const folder of folders) {
    // The place itself may be a link of the system (/var/tmp); what lies in it may not lead elsewhere.
    const real = await realpath(folder).catch((error: unknown) => note(walk, error, folder));
    if (real !== null) level.push(real);
  }
  walk.nothingThere = level.length === 0;
  for (let depth = 0; depth <= limits.depth && level.length > 0; depth += 1) {
    const next: string[] = [];
    for (const folder of level) {
      if (seen.has(folder)) continue;
      seen.add(folder);
      try {
        const { folders: below, files, entries } = entriesOf(folder, left);
        left -= entries;
        next.push(...below);
        await take(walk, files);
        if (left <= 0) {
          walk.incomplete.push(`The search stopped after ${limits.entries} entries.`);
          return walk;
        }
      } catch (error) {
        note(walk, error, folder);
      }
    }
    level = next;
  }
  return walk;
}

/** What lies in a folder, at most so many entries. */
function entriesOf(folder: string, most: number): { folders: string[]; files: string[]; entries: number } {
  const found = { folders: [] as string[], files: [] as string[], entries: 0 };
  const open = opendirSync(folder, { bufferSize: 512 });
  try {
    while (found.entries < most) {
      const entry = open.readSync();
      if (entry === null) break;
      found.entries += 1;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) found.folders.push(path);
      else if (entry.isFile()) found.files.push(path);
    }
  } finally {
    open.closeSync();
  }
  return found;
}

/** One after the other without leaving the thread: handing each to another thread costs many times the call itself. */
async function take(walk: Walk, paths: readonly string[]): Promise<void> {
  for (let start = 0; start < paths.length; start += AT_ONCE) {
    for (const path of paths.slice(start, start + AT_ONCE)) {
      try {
        walk.files.push(walked(path, lstatSync(path)));
      } catch (error) {
        note(walk, error, path);
      }
    }
    await otherWork();
  }
}

function walked(path: string, { ctimeMs, size, mode }: Stats): WalkedFile {
  return { path, changedAt: isoTime(ctimeMs), size, mode };
}

/** What is not there (any more) is no gap. */
function note(walk: Walk, error: unknown, what: string): null {
  const miss = missFrom(error, what);
  if (!miss.missing) walk.incomplete.push(miss.detail);
  return null;
}

/** ELF, a script's first line, a Windows program. */
const PROGRAM_MAGIC = ['7f454c46', '2321', '4d5a'];

/** Which of some files begin as a program or script does; those that cannot be opened do not count. */
export async function thoseLikePrograms(paths: readonly string[]): Promise<Set<string>> {
  const programs = new Set<string>();
  const head = Buffer.alloc(4);
  for (let start = 0; start < paths.length; start += AT_ONCE) {
    for (const path of paths.slice(start, start + AT_ONCE)) if (looksLikeProgram(path, head)) programs.add(path);
    await otherWork();
  }
  return programs;
}

/** Whether one file begins as a program or script does; false where it cannot be opened. */
export async function beginsLikeProgram(path: string): Promise<boolean> {
  return looksLikeProgram(path, Buffer.alloc(4));
}

function looksLikeProgram(path: string, head: Buffer): boolean {
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const read = readSync(file, head, 0, head.length, 0);
      const begin = head.subarray(0, read).toString('hex');
      return PROGRAM_MAGIC.some((magic) => begin.startsWith(magic));
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}

/** Whether anybody may start it. */
export function mayBeStarted({ mode }: Pick<WalkedFile, 'mode'>): boolean {
  return (mode & 0o111) !== 0;
}
