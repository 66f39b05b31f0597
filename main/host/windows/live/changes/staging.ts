import { createHash, randomBytes } from 'node:crypto';
import { lstat, open, realpath, rm } from 'node:fs/promises';
import { win32 } from 'node:path';
import { openDataFolder, realDataFolder } from '../../../data-folder/data-folder.ts';
import { HostChangeError } from '../../../host.ts';
import { openInstaller } from '../../../installer-content.ts';
import { createFolder } from '../../win32/security/file-security.ts';
import { changing } from './change-error.ts';

/** Owner Administrators; full rights for Administrators and SYSTEM only, here and below, nothing inherited from above. */
const ADMINISTRATORS_ONLY = 'O:BAG:BAD:PAI(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)';

/** Copies an installer to where only administrators can write, and returns the digest of what lies there. Throws `HostChangeError`. */
export async function stageInstaller(path: string): Promise<{ path: string; sha256: string }> {
  const source = await openInstaller(path);
  try {
    const folder = await newFolder();
    const copy = win32.join(folder, win32.basename(path).replace(/[^\w.+-]/g, '_'));
    const target = await open(copy, 'wx+');
    try {
      for await (const chunk of source.createReadStream({ autoClose: false })) await target.write(chunk);
      await target.sync();
      // Not what was read is hashed, but what lies there now and will be run.
      const hash = createHash('sha256');
      for await (const chunk of target.createReadStream({ autoClose: false, start: 0 })) hash.update(chunk);
      return { path: copy, sha256: hash.digest('hex') };
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function newFolder(): Promise<string> {
  const { staging } = await openDataFolder({ path: realDataFolder('windows'), mustBePrivate: true });
  const folder = win32.join(staging, randomBytes(8).toString('hex'));
  const made = await changing(() => createFolder(folder, ADMINISTRATORS_ONLY));
  if (!made) throw new HostChangeError('tool-failed', `${folder} is there already`);
  return folder;
}

/** Removes a copy and its folder; one that is gone is no error, and nothing outside the staging folder is touched. */
export async function discardStaged(stagedPath: string): Promise<void> {
  if (!(await isStaged(stagedPath))) return;
  try {
    await rm(win32.dirname(stagedPath), { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  } catch (error) {
    throw new HostChangeError(
      'tool-failed',
      `${stagedPath} was not removed (${(error as NodeJS.ErrnoException).code})`,
    );
  }
}

/** Whether a path is a copy that `stageInstaller` made: an ordinary file in a folder of its own, no link anywhere. */
export async function isStaged(path: string): Promise<boolean> {
  const staging = win32.join(realDataFolder('windows'), 'staging');
  if (win32.dirname(win32.dirname(path)).toLowerCase() !== staging.toLowerCase()) return false;
  try {
    return (await realpath(path)).toLowerCase() === path.toLowerCase() && (await lstat(path)).isFile();
  } catch {
    return false;
  }
}
