import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { HostChangeError, type OwnedPath } from '../../../host.ts';

/** Whom files and folders belong to now; what is not there is left out. */
export async function ownersOf(paths: readonly string[]): Promise<OwnedPath[]> {
  const owned: OwnedPath[] = [];
  for (const path of paths) {
    const found = await withFile(path, async (file) => file.stat());
    if (found !== null) owned.push({ path, uid: found.uid, gid: found.gid });
  }
  return owned;
}

/** Hands files and folders over and reads back that they are. What is gone by now is left out. */
export async function setOwners(owned: readonly OwnedPath[]): Promise<void> {
  for (const { path, uid, gid } of owned) {
    await withFile(path, async (file) => {
      const before = await file.stat();
      if (!before.isFile() && !before.isDirectory()) throw refused(path, 'it is neither a file nor a folder');
      // A second name elsewhere would hand that over too.
      if (before.isFile() && before.nlink > 1) throw refused(path, 'it has a second name elsewhere');
      await file.chown(uid, gid);
      const now = await file.stat();
      if (now.uid !== uid || now.gid !== gid) throw new HostChangeError('tool-failed', `${path} kept its owner`);
    });
  }
}

/** Opens exactly what lies at a path, no link in it followed; null where nothing does. */
async function withFile<T>(
  path: string,
  use: (file: Awaited<ReturnType<typeof open>>) => Promise<T>,
): Promise<T | null> {
  try {
    if ((await realpath(path)) !== path) throw refused(path, 'a link is on the way to it');
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      return await use(file);
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    if (code === 'ELOOP') throw refused(path, 'it is a link');
    throw error;
  }
}

function refused(path: string, why: string): HostChangeError {
  return new HostChangeError('access-denied', `the owner of ${path} was not changed: ${why}`);
}
