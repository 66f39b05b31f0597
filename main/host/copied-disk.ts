import { readdir, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { read } from '../model/fact.ts';
import { EXIT, Failure } from '../model/failure.ts';
import { ConfinedTree } from './confined-tree.ts';
import type { Host } from './host.ts';
import { linuxCopyHost } from './linux/linux-copy-host.ts';
import { unavailableReaders } from './offline-facts.ts';
import { RunFolderFinder } from './run-folders-on-disk.ts';
import { windowsCopyHost } from './windows/copied-disk/windows-copy-host.ts';

/** How deep run folders are looked for in a folder that is neither kind of disk. */
const DEPTH = 4;

/**
 * The copied disk in `folder`: a Windows one where it holds a folder named as a drive letter, a Linux one where it holds `etc` or
 * `usr`. Any other folder is read for run folders only, and every other fact stays unknown. Throws `copied-disk-not-found`,
 * `copied-disk-unreadable`.
 */
export async function copiedDiskHost(folder: string): Promise<Host> {
  const names = await topFolders(resolve(folder));
  if (names.some((name) => /^[A-Za-z]$/.test(name))) return windowsCopyHost(folder);
  if (names.includes('etc') || names.includes('usr')) return linuxCopyHost(folder);
  return unrecognisedCopyHost(folder);
}

async function topFolders(folder: string): Promise<string[]> {
  const about = await stat(folder).catch(() => null);
  if (about === null || !about.isDirectory()) {
    throw new Failure(
      {
        code: 'copied-disk-not-found',
        message: `There is no folder ${folder}.`,
        next: 'Give the folder that holds the copied disk: with C and D as folders for Windows, with etc and usr for Linux.',
      },
      EXIT.wrongUse,
    );
  }
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  } catch (error) {
    throw new Failure(
      {
        code: 'copied-disk-unreadable',
        message: `The folder ${folder} may not be read.`,
        next: 'Start the program with an account that may read this folder.',
      },
      EXIT.wrongUse,
      error,
    );
  }
}

async function unrecognisedCopyHost(folder: string): Promise<Host> {
  const tree = await ConfinedTree.open(folder);
  const unknown = unavailableReaders(
    'not-known',
    'This folder holds neither a Windows nor a Linux disk that could be recognised.',
    `folder ${tree.root}`,
  );
  return {
    ...unknown,
    about: { kind: 'linux-copy', practice: false, live: false, changeable: false, elevated: process.geteuid?.() === 0 },
    changes: null,
    simulatedPerson: null,
    runFolders: async () => {
      const finder = new RunFolderFinder(tree);
      await finder.searchBelow('/', DEPTH);
      const { folders, incomplete } = finder.result();
      if (folders.length === 0) return unknown.runFolders();
      const gaps = incomplete.length === 0 ? '' : `; not complete: ${incomplete.slice(0, 3).join(' ')}`;
      return read(folders, `folder ${tree.root}, down to ${DEPTH} levels${gaps}`);
    },
  };
}
