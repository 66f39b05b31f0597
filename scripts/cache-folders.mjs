// Folders in the user's cache that several runs use at once: none may take away what another one works with.
import { readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

/** Says that a folder is in use from now on, so that nobody takes it for a stale one; false where there is none. */
export async function markUsed(folder) {
  const now = new Date();
  return utimes(folder, now, now).then(
    () => true,
    () => false,
  );
}

/** Removes folders that nobody has used for a time, also what a killed run left half made. Other runs may do the same at once. */
export async function removeUnused(parent, milliseconds) {
  for (const name of await readdir(parent)) {
    const folder = join(parent, name);
    const used = await stat(folder).catch(() => null);
    if (used === null || Date.now() - used.mtimeMs < milliseconds) continue;
    // Out of the way first: a folder that is half removed must not be found.
    const doomed = `${folder}.unused-${process.pid}`;
    await rename(folder, doomed).catch(() => undefined);
    await rm(doomed, { recursive: true, force: true });
  }
}
