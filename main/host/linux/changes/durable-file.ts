import { constants } from 'node:fs';
import { lstat, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolderNames } from '../../hash-chained-file.ts';

/** A small file as it was: enough to put it back. `content` is base64; null where there was no file. */
export interface KeptFile {
  path: string;
  content: string | null;
  mode: number;
  uid: number;
  gid: number;
}

/** Writes a whole file so that after a power cut there is either the old one or the new one. Folders above must belong to root. */
export async function writeDurably(
  path: string,
  content: string | Buffer,
  { mode, uid = 0, gid = 0 }: { mode: number; uid?: number; gid?: number },
): Promise<void> {
  const draft = `${path}.ucs-remediation-new`;
  await rm(draft, { force: true });
  const file = await open(
    draft,
    constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
    0o600,
  );
  try {
    await file.writeFile(content);
    await file.chown(uid, gid);
    await file.chmod(mode);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  await syncFolderNames(dirname(path));
}

/** Removes a file; one that is not there is no error. */
export async function removeDurably(path: string): Promise<void> {
  await rm(`${path}.ucs-remediation-new`, { force: true });
  if ((await stateOf(path)) === null) return;
  await rm(path);
  await syncFolderNames(dirname(path));
}

/** What a file is now, so that it can be put back. Throws where something that is no ordinary file lies there. */
export async function keepFile(path: string): Promise<KeptFile> {
  const found = await stateOf(path);
  if (found === null) return { path, content: null, mode: 0, uid: 0, gid: 0 };
  if (!found.isFile()) throw new TypeError(`${path} is not an ordinary file`);
  const content = (await readFile(path)).toString('base64');
  return { path, content, mode: found.mode & 0o7777, uid: found.uid, gid: found.gid };
}

/** Puts a file back as it was kept. */
export async function putBack({ path, content, ...owner }: KeptFile): Promise<void> {
  if (content === null) await removeDurably(path);
  else await writeDurably(path, Buffer.from(content, 'base64'), owner);
}

async function stateOf(path: string) {
  try {
    return await lstat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
