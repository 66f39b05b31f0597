import { lstat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { EXIT, Failure } from '../../model/failure.ts';
import { dataFolderUnsafe } from './unsafe.ts';

const ROOT = 0;
const WRITABLE_BY_OTHERS = 0o022;
const ANYTHING_FOR_OTHERS = 0o077;

/** What lies at a path, links not followed. Throws Failure `data-folder-not-readable` where the system does not say. */
export async function entryKind(path: string): Promise<'absent' | 'folder' | 'link' | 'other'> {
  const found = await look(path);
  if (found === null) return 'absent';
  if (found.isSymbolicLink()) return 'link';
  return found.isDirectory() ? 'folder' : 'other';
}

async function look(path: string) {
  try {
    return await lstat(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Failure(
      {
        code: 'data-folder-not-readable',
        message: `The program may not look at ${path}.`,
        next: 'Start it as an administrator.',
      },
      EXIT.error,
      cause,
    );
  }
}

/**
 * Refuses a folder that is a link or no folder and, where it must be private, one that others than root could change.
 * `secret` folders must not be open to others at all. Throws Failure `data-folder-unsafe`.
 */
export async function checkFolder(
  path: string,
  { mustBePrivate, secret }: { mustBePrivate: boolean; secret: boolean },
): Promise<void> {
  const found = await look(path);
  if (found === null) throw dataFolderUnsafe(path, 'it has disappeared');
  if (found.isSymbolicLink()) throw dataFolderUnsafe(path, 'it is a link to another place');
  if (!found.isDirectory()) throw dataFolderUnsafe(path, 'it is not a folder');
  if (!mustBePrivate) return;
  if (found.uid !== ROOT) throw dataFolderUnsafe(path, 'it does not belong to the administrator (root)');
  if ((found.mode & WRITABLE_BY_OTHERS) !== 0)
    throw dataFolderUnsafe(path, 'others than the administrator can write to it');
  if (secret && (found.mode & ANYTHING_FOR_OTHERS) !== 0) {
    throw dataFolderUnsafe(path, 'others than the administrator can look into it');
  }
}

/** Checks every folder above `path`, from the top: who can rename a folder above decides what lies below. */
export async function checkParents(path: string): Promise<void> {
  const parents: string[] = [];
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    parents.unshift(folder);
    if (folder === dirname(folder)) break;
  }
  for (const parent of parents) await checkFolder(parent, { mustBePrivate: true, secret: false });
}
