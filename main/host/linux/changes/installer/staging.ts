import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, realpath, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { openDataFolder, realDataFolder } from '../../../data-folder/data-folder.ts';
import { openInstaller } from '../../../installer-content.ts';

/** Copies an installer to where only root can write, under a name of its own, and returns the digest of the copy. */
export async function stageInstaller(path: string): Promise<{ path: string; sha256: string }> {
  const source = await openInstaller(path);
  try {
    const folder = join(await stagingFolder(), randomBytes(8).toString('hex'));
    await mkdir(folder, { mode: 0o700 });
    const copy = join(folder, basename(path).replace(/[^\w.+-]/g, '_'));
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
    const target = await open(copy, flags, 0o600);
    try {
      const hash = createHash('sha256');
      for await (const chunk of source.createReadStream({ autoClose: false })) {
        hash.update(chunk);
        await target.write(chunk);
      }
      await target.sync();
      return { path: copy, sha256: hash.digest('hex') };
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** Removes a copy and its folder; one that is gone is no error, and nothing outside the staging folder is touched. */
export async function discardStaged(stagedPath: string): Promise<void> {
  if (!(await isStaged(stagedPath))) return;
  await rm(dirname(stagedPath), { recursive: true, force: true });
}

/** Whether a path is a copy that `stageInstaller` made: an ordinary file in a folder of its own, no link anywhere. */
export async function isStaged(path: string): Promise<boolean> {
  const staging = join(realDataFolder('linux'), 'staging');
  if (dirname(dirname(path)) !== staging) return false;
  try {
    return (await realpath(path)) === path && (await lstat(path)).isFile();
  } catch {
    return false;
  }
}

async function stagingFolder(): Promise<string> {
  return (await openDataFolder({ path: realDataFolder('linux'), mustBePrivate: true })).staging;
}
