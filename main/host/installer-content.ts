import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { InstallerFile } from '../model/installer.ts';
import { HostChangeError } from './host.ts';
import { MakerMarks } from './installer-maker.ts';

/** First bytes (hexadecimal) of a kind of installer. */
export type Magic = readonly (readonly [string, InstallerFile['kind']])[];

/** What the system runs on Windows: programs and packages. */
export const WINDOWS_MAGIC: Magic = [
  ['4d5a', 'exe'],
  ['d0cf11e0a1b11ae1', 'msi'],
];

/** Size, SHA-256, kind by its first bytes, and maker of an open file, read once. Throws the system's error. */
export async function readInstallerContent(
  file: FileHandle,
  magic: Magic,
): Promise<Pick<InstallerFile, 'size' | 'sha256' | 'kind' | 'madeWith'>> {
  const hash = createHash('sha256');
  const marks = new MakerMarks();
  let size = 0;
  let head = '';
  for await (const chunk of file.createReadStream({ autoClose: false })) {
    const bytes: Buffer = Buffer.from(chunk);
    if (size === 0) head = bytes.subarray(0, 8).toString('hex');
    size += bytes.length;
    hash.update(bytes);
    marks.add(bytes);
  }
  const kind = magic.find(([start]) => head.startsWith(start))?.[1] ?? 'other';
  return { size, sha256: hash.digest('hex'), kind, madeWith: kind === 'exe' ? marks.maker : null };
}

/** Opens an installer that is to be staged, without waiting on a pipe or a device. Throws `HostChangeError`. */
export async function openInstaller(path: string): Promise<FileHandle> {
  try {
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    if ((await file.stat()).isFile()) return file;
    await file.close();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const kind = code === 'ENOENT' ? 'not-found' : 'access-denied';
    throw new HostChangeError(kind, `${path} could not be opened (${code})`);
  }
  throw new HostChangeError('not-found', `${path} is not an ordinary file`);
}
