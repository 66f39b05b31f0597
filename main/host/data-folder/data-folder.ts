import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT, Failure } from '../../model/failure.ts';
import { programDataFolder } from '../windows/win32/known-folder.ts';
import { checkFolder, checkParents, entryKind } from './folder-safety.ts';
import { findWindowsDataFolder, openWindowsDataFolder, type WindowsPlace } from './windows-data-folder.ts';

/** The places inside a data folder. Paths only: whether a place exists is seen when it is used. */
export interface DataFolder {
  readonly path: string;
  /** Private signing keys. */
  readonly keys: string;
  /** Fingerprints and public keys whose receipts and packs are trusted on this machine; readable by everybody. */
  readonly trusted: string;
  /** Highest counters of the site packs used on this machine; readable by everybody. */
  readonly counters: string;
  readonly journal: string;
  readonly backups: string;
  /** Copies of installers, so that nobody can change them between check and start. */
  readonly staging: string;
  /** Issued receipts; readable by everybody. */
  readonly receipts: string;
}

/** Where a data folder is and how strictly it is judged. */
export interface DataFolderPlace {
  /** Absolute path. */
  path: string;
  /**
   * True on real hosts: the folder must belong to root (on Windows: administrators) and be writable by nobody else, and nobody
   * else may move a folder above it, because on some systems any user can make the folder before us. False for practice.
   */
  mustBePrivate: boolean;
}

/** For the administrator only. */
const PRIVATE = 0o700;

/** Rights of each place. The folder itself can be passed through but not listed: `trusted` and `receipts` are for readers. */
const RIGHTS: Record<Exclude<keyof DataFolder, 'path'>, number> = {
  keys: PRIVATE,
  trusted: 0o755,
  counters: 0o755,
  journal: PRIVATE,
  backups: PRIVATE,
  staging: PRIVATE,
  receipts: 0o755,
};
const FOLDER_RIGHTS = 0o711;

/**
 * The one data folder of a real host (design 2.11). It is never taken from a caller or from the environment: on Windows the
 * system itself says where programs keep their data.
 */
export function realDataFolder(family: 'linux' | 'windows'): string {
  if (family === 'linux') return '/var/lib/ucs-remediation-wizard';
  return `${programDataFolder()}\\UCS Remediation Wizard`;
}

function placesIn(path: string): DataFolder {
  return {
    path,
    keys: join(path, 'keys'),
    trusted: join(path, 'trusted'),
    counters: join(path, 'counters'),
    journal: join(path, 'journal'),
    backups: join(path, 'backups'),
    staging: join(path, 'staging'),
    receipts: join(path, 'receipts'),
  };
}

function windowsPlaces(folder: DataFolder): WindowsPlace[] {
  const inside = Object.entries(RIGHTS).map(([name, rights]) => ({
    path: join(folder.path, name),
    secret: rights === PRIVATE,
  }));
  return [{ path: folder.path, secret: false }, ...inside];
}

async function provide(path: string, rights: number, mustBePrivate: boolean): Promise<void> {
  try {
    // A practice folder may lie anywhere; the parents of a real one exist and have been checked.
    await mkdir(path, { mode: PRIVATE, recursive: !mustBePrivate && (await entryKind(path)) === 'absent' });
    // The process's umask may have taken rights away that readers need.
    await chmod(path, rights);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw new Failure(
      {
        code: 'data-folder-not-writable',
        message: `The program cannot create its folder ${path}.`,
        next: 'Start it as an administrator. For practice, choose a folder you can write to with --data-dir.',
      },
      EXIT.error,
      cause,
    );
  }
}

async function checkPlaces(folder: DataFolder, mustBePrivate: boolean): Promise<void> {
  await checkFolder(folder.path, { mustBePrivate, secret: false });
  for (const [name, rights] of Object.entries(RIGHTS)) {
    const path = join(folder.path, name);
    if ((await entryKind(path)) !== 'absent') await checkFolder(path, { mustBePrivate, secret: rights === PRIVATE });
  }
}

/**
 * Opens the data folder for writing and creates what is missing.
 * Throws Failure `data-folder-unsafe` (exit 1) where a link, an owner or rights would let somebody else write here or read
 * keys, and `data-folder-not-writable` where this process may not create it.
 */
export async function openDataFolder({ path, mustBePrivate }: DataFolderPlace): Promise<DataFolder> {
  const folder = placesIn(path);
  if (mustBePrivate && process.platform === 'win32') {
    openWindowsDataFolder(windowsPlaces(folder));
    return folder;
  }
  if (mustBePrivate) await checkParents(path);
  await provide(path, FOLDER_RIGHTS, mustBePrivate);
  await checkFolder(path, { mustBePrivate, secret: false });
  for (const [name, rights] of Object.entries(RIGHTS)) await provide(join(path, name), rights, true);
  await checkPlaces(folder, mustBePrivate);
  return folder;
}

/**
 * The data folder for reading; null where there is none. Creates nothing, and refuses what `openDataFolder` refuses:
 * trusted keys from an unsafe folder are as good as none.
 */
export async function findDataFolder({ path, mustBePrivate }: DataFolderPlace): Promise<DataFolder | null> {
  if (mustBePrivate && process.platform === 'win32') {
    const folder = placesIn(path);
    return findWindowsDataFolder(windowsPlaces(folder)) ? folder : null;
  }
  if ((await entryKind(path)) === 'absent') return null;
  const folder = placesIn(path);
  if (mustBePrivate) await checkParents(path);
  await checkPlaces(folder, mustBePrivate);
  return folder;
}
