import { win32 } from 'node:path';
import type { FileSecurity } from '../windows/win32/security/file-security.ts';
import type { AccessEntry } from '../windows/win32/security/security-descriptor.ts';
import { dataFolderUnsafe } from './unsafe.ts';

/** Whoever holds one of these can do everything on the machine anyway (well-known SIDs, the same in every language). */
const ADMINISTRATIVE = new Set([
  'S-1-5-18', // SYSTEM
  'S-1-5-32-544', // BUILTIN\Administrators
  'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464', // TrustedInstaller
]);

/** `FILE_DELETE_CHILD | DELETE | WRITE_DAC | WRITE_OWNER | GENERIC_ALL`: to rename or replace what lies in a folder. */
const REPLACE = 0x40 | 0x1_0000 | 0x4_0000 | 0x8_0000 | 0x1000_0000;
/** `DELETE` of the top of a drive means nothing: it can be neither renamed nor replaced. */
const REPLACE_AT_TOP = REPLACE & ~0x1_0000;
/** `FILE_ADD_FILE | FILE_ADD_SUBDIRECTORY | FILE_WRITE_EA | FILE_WRITE_ATTRIBUTES | GENERIC_WRITE`, and to replace. */
const WRITE = REPLACE | 0x2 | 0x4 | 0x10 | 0x100 | 0x4000_0000;
const ANYTHING = -1;

/** Reads who may do what with a path; the real one is `readFileSecurity`. */
export type LookAtFile = (path: string) => FileSecurity;

/**
 * Refuses a folder that is a link or no folder, does not belong to administrators, or that others could write to; `secret` ones
 * also where others could look into them. Throws Failure `data-folder-unsafe`.
 */
export function checkWindowsFolder(path: string, look: LookAtFile, secret: boolean): void {
  const entries = ownedByAdministrators(path, look(path));
  // What is inherited counts too: it decides about everything that is made inside.
  if (letsOthers(entries, WRITE)) throw dataFolderUnsafe(path, 'others than administrators can write to it');
  if (secret && letsOthers(entries, ANYTHING))
    throw dataFolderUnsafe(path, 'others than administrators can look into it');
}

/** Checks every folder above `path`, from the top: who can rename a folder above decides what lies below. */
export function checkWindowsParents(path: string, look: LookAtFile): void {
  const parents: string[] = [];
  for (let folder = win32.dirname(path); ; folder = win32.dirname(folder)) {
    parents.unshift(folder);
    if (folder === win32.dirname(folder)) break;
  }
  for (const parent of parents) {
    // Everybody may make folders in `ProgramData` and at the top of a drive, but not move those of others.
    const own = ownedByAdministrators(parent, look(parent)).filter(({ inheritOnly }) => !inheritOnly);
    const rights = parent === win32.dirname(parent) ? REPLACE_AT_TOP : REPLACE;
    if (letsOthers(own, rights)) throw dataFolderUnsafe(parent, 'others than administrators can move what is in it');
  }
}

function ownedByAdministrators(path: string, found: FileSecurity): AccessEntry[] {
  if (found.kind === 'absent') throw dataFolderUnsafe(path, 'it has disappeared');
  if (found.kind === 'link') throw dataFolderUnsafe(path, 'it is a link to another place');
  if (found.kind === 'other') throw dataFolderUnsafe(path, 'it is not a folder');
  if (found.owner === null || !ADMINISTRATIVE.has(found.owner)) {
    throw dataFolderUnsafe(path, 'it does not belong to the administrators');
  }
  if (found.entries === null) throw dataFolderUnsafe(path, 'it is open to everybody');
  return found.entries;
}

/** Denials are not counted in favour, and what is not understood is counted against: doubt never closes. */
function letsOthers(entries: readonly AccessEntry[], rights: number): boolean {
  return entries.some(({ kind, sid, mask }) => {
    if (kind === 'deny') return false;
    return kind === 'other' || (!ADMINISTRATIVE.has(sid) && (mask & rights) !== 0);
  });
}
