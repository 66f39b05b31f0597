import { access, constants, readdir, readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { extname, join } from 'node:path';
import { newInstrument } from '../../host/practice/scenarios.ts';
import { letteredDrives } from '../../host/windows/win32/drives.ts';
import type { Place } from '../contract.ts';
import type { ChosenMachine } from '../wizard-snapshot.ts';
import { drivesWithLetters } from './drives-with-letters.ts';
import { isPluggedIn, mountedDrives } from './mounted-drives.ts';

const INSTALLER_ENDINGS = new Set(['.exe', '.msi', '.rpm', '.run', '.sh', '.gz', '.tgz', '.zip']);
/** So that a stick full of files does not make anybody wait or scroll. */
const MOST_FILES = 200;

/** Folders a receipt can be saved to: removable drives first, then the person's own folders. Only those that can be written. */
export async function findSavePlaces(): Promise<Place[]> {
  const candidates = [...(await removableDrives()), ...ownFolders()];
  const writable = await Promise.all(candidates.map(async (place) => ((await canWrite(place.path)) ? [place] : [])));
  return writable.flat();
}

/** Installer files at the top of removable drives, or one folder below, and in Downloads; on a practice instrument those it brings. */
export async function findInstallers(machine: ChosenMachine | null): Promise<Place[]> {
  if (machine?.kind === 'practice') {
    return Object.keys(newInstrument(machine.scenario.id).installers).map((path) => ({
      path,
      label: lastPart(path),
      kind: 'practice',
    }));
  }
  const folders = [...(await removableDrives()), ...ownFolders().filter(({ kind }) => kind === 'downloads')];
  const found: Place[] = [];
  for (const folder of folders) {
    for (const path of await filesNear(folder.path)) {
      if (INSTALLER_ENDINGS.has(extname(path).toLowerCase())) {
        found.push({ path, label: `${lastPart(path)} (${folder.label})`, kind: folder.kind });
      }
    }
  }
  return found.slice(0, MOST_FILES);
}

function lastPart(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

function ownFolders(): Place[] {
  const home = homedir();
  return [
    { path: join(home, 'Downloads'), label: 'Downloads', kind: 'downloads' },
    { path: join(home, 'Documents'), label: 'Documents', kind: 'documents' },
    { path: home, label: home, kind: 'other' },
  ];
}

/** Drives that are mounted where systems show sticks on Linux; on Windows those with a letter, but for the system's own. */
async function removableDrives(): Promise<Place[]> {
  if (process.platform === 'win32') return drivesWithLetters(letteredDrives());
  const mounts = await readFile('/proc/mounts', 'utf8').catch(() => '');
  return Promise.all(
    mountedDrives(mounts).map(async (drive) => ({
      path: drive.path,
      label: lastPart(drive.path),
      kind: (await isPluggedIn(drive)) ? ('removable' as const) : ('other' as const),
    })),
  );
}

/** An unreadable folder offers nothing; the person can still type a path. */
async function foldersIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
  } catch {
    return [];
  }
}

async function filesNear(folder: string): Promise<string[]> {
  const folders = [folder, ...(await foldersIn(folder)).slice(0, MOST_FILES)];
  const perFolder = await Promise.all(
    folders.map(async (each) => {
      try {
        const entries = await readdir(each, { withFileTypes: true });
        return entries.filter((entry) => entry.isFile()).map(({ name }) => join(each, name));
      } catch {
        return [];
      }
    }),
  );
  return perFolder.flat();
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

async function canWrite(path: string): Promise<boolean> {
  try {
    await access(path, constants.W_OK);
    return isFolder(path);
  } catch {
    return false;
  }
}
