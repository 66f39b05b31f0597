import { lstat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Where an installed package puts the program. The polkit policy (`assets/polkit`) pins this very path, so it is the only
 * file `pkexec` ever starts for us.
 */
export const INSTALLED_HELPER = '/usr/lib/ucs-remediation-wizard/ucs-remedy';

const ROOT = 0;
const WRITABLE_BY_OTHERS = 0o022;
const MAY_BE_STARTED = 0o111;

/** Whether root may start a file: nobody but root could have changed it. */
export type FileTrust = { kind: 'safe' } | { kind: 'missing' } | { kind: 'unsafe'; because: string };

/**
 * Judges an absolute path: an ordinary file of root that nobody else can write to, below folders of which the same holds.
 * Links count as unsafe anywhere in the path. `program`: it must be executable as well.
 */
export async function trustFile(path: string, { program }: { program: boolean }): Promise<FileTrust> {
  for (const place of [...foldersAbove(path), path]) {
    const about = await lstat(place).catch((error: NodeJS.ErrnoException) => error);
    if (about instanceof Error) {
      if (about.code === 'ENOENT' || about.code === 'ENOTDIR') return { kind: 'missing' };
      return { kind: 'unsafe', because: `${place} cannot be looked at (${about.code ?? about.message})` };
    }
    const unsafe = (because: string): FileTrust => ({ kind: 'unsafe', because: `${place} ${because}` });
    if (about.isSymbolicLink()) return unsafe('is a link to another place');
    if (place === path ? !about.isFile() : !about.isDirectory()) return unsafe('is not what is expected there');
    if (about.uid !== ROOT) return unsafe('does not belong to root');
    if ((about.mode & WRITABLE_BY_OTHERS) !== 0) return unsafe('can be changed by others than root');
    if (place === path && program && (about.mode & MAY_BE_STARTED) === 0) return unsafe('is not a program');
  }
  return { kind: 'safe' };
}

function foldersAbove(path: string): string[] {
  const above: string[] = [];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    above.unshift(folder);
    if (folder === dirname(folder)) return above;
  }
}
