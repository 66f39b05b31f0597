import { EXIT, Failure } from '../../model/failure.ts';
import { createFolder, readFileSecurity } from '../windows/win32/security/file-security.ts';
import { Win32Error } from '../windows/win32/win32-error.ts';
import { checkWindowsFolder, checkWindowsParents, type LookAtFile } from './windows-folder-safety.ts';

/** One place of a data folder: its path, and whether only administrators may look into it. */
export interface WindowsPlace {
  path: string;
  secret: boolean;
}

/** What the data folder needs of Windows. */
export interface FolderPort {
  look: LookAtFile;
  /** Makes a folder that has its owner and access list from its first moment; false where something is there already. */
  create(path: string, sddl: string): boolean;
}

const windowsFolders: FolderPort = { look: readFileSecurity, create: createFolder };

/** Owner Administrators, nothing inherited from above; full rights for Administrators and SYSTEM, here and below. */
const SECRET = 'O:BAG:BAD:PAI(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)';
/** The same, and Users may read. */
const READABLE = `${SECRET}(A;OICI;0x1200a9;;;BU)`;

const ACCESS_DENIED = 5;

/**
 * Makes what is missing of a data folder and checks all of it, whoever made it. What is there with other rights is refused and never
 * put right: it may hold what somebody else put there. The folder comes first in `places`.
 * Throws Failure `data-folder-unsafe` and, where this process may not do it, `data-folder-not-writable`.
 */
export function openWindowsDataFolder(places: readonly WindowsPlace[], port: FolderPort = windowsFolders): void {
  const [folder] = places;
  if (folder === undefined) return;
  understood(folder.path, () => {
    checkWindowsParents(folder.path, port.look);
    for (const { path, secret } of places) {
      port.create(path, secret ? SECRET : READABLE);
      // Read back even where it was made just now: that a call succeeded proves nothing.
      checkWindowsFolder(path, port.look, secret);
    }
  });
}

/**
 * Checks a data folder for reading; false where there is none. A place for administrators only, which this process may not even
 * look at, is as it should be: the folder around it has been checked. Throws Failure `data-folder-unsafe`.
 */
export function findWindowsDataFolder(places: readonly WindowsPlace[], port: FolderPort = windowsFolders): boolean {
  const [folder, ...inside] = places;
  if (folder === undefined) return false;
  return understood(folder.path, () => {
    if (port.look(folder.path).kind === 'absent') return false;
    checkWindowsParents(folder.path, port.look);
    checkWindowsFolder(folder.path, port.look, folder.secret);
    for (const place of inside) checkInside(place, port);
    return true;
  });
}

function checkInside({ path, secret }: WindowsPlace, port: FolderPort): void {
  try {
    if (port.look(path).kind !== 'absent') checkWindowsFolder(path, port.look, secret);
  } catch (error) {
    if (!secret || !isDenied(error)) throw error;
  }
}

function isDenied(error: unknown): boolean {
  return error instanceof Win32Error && error.code === ACCESS_DENIED;
}

function understood<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof Win32Error)) throw cause;
    throw new Failure(
      {
        code: 'data-folder-not-writable',
        message: `The program cannot use its folder ${path} (${cause.message}).`,
        next: 'Start it as an administrator.',
      },
      EXIT.error,
      cause,
    );
  }
}
