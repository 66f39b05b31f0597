import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Windows refuses a rename for as long as a virus scanner or an indexer holds the target open: milliseconds, rarely a second. */
const RENAME_WAITS_MS = [10, 20, 40, 80, 160, 320, 640];
const HELD_BY_OTHERS = new Set(['EPERM', 'EBUSY', 'EACCES']);
/** What systems answer that cannot fsync a folder (Windows, some network file systems). */
const FOLDER_SYNC_UNSUPPORTED = new Set(['EPERM', 'EISDIR', 'EINVAL', 'EACCES', 'ENOTSUP', 'EBADF']);

/** Why a file that exists was not given as text. */
export class UnreadableFileError extends Error {
  override readonly name = 'UnreadableFileError';
  constructor(
    readonly path: string,
    readonly reason: 'too-large' | 'not-a-file' | 'not-text',
    detail: string,
  ) {
    super(detail);
  }
}

/**
 * Writes a whole file so that whoever reads it, even after a power cut, sees the old content or the new one and never a
 * part: temporary file in the same folder, fsync, rename, fsync of the folder. Leaves no temporary file behind when it fails.
 * `mode` is set exactly; without it new files get 0644 less the umask. Throws the system's error.
 */
export async function writeFileAtomically(path: string, content: string | Uint8Array, mode?: number): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${randomBytes(8).toString('hex')}.tmp`);
  const file = await open(temporary, 'wx', mode ?? 0o644);
  try {
    try {
      if (mode !== undefined) await file.chmod(mode);
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await renameWhenFree(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  await syncFolder(folder);
}

async function renameWhenFree(from: string, to: string): Promise<void> {
  for (const pause of RENAME_WAITS_MS) {
    try {
      return await rename(from, to);
    } catch (error) {
      if (!HELD_BY_OTHERS.has(codeOf(error))) throw error;
      await wait(pause);
    }
  }
  await rename(from, to);
}

async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, constants.O_RDONLY);
    await handle.sync();
  } catch (error) {
    if (!FOLDER_SYNC_UNSUPPORTED.has(codeOf(error))) throw error;
  } finally {
    await handle?.close();
  }
}

/**
 * Reads a UTF-8 text file of at most `maxBytes` bytes; a byte order mark is dropped. Never waits on a pipe or a device.
 * Throws `UnreadableFileError` (too large, not a regular file, not UTF-8) or the system's error (ENOENT, EACCES).
 */
export async function readTextCapped(path: string, maxBytes: number): Promise<string> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const { size } = await statRegular(file, path);
    if (size > maxBytes) throw tooLarge(path, maxBytes);
    return decode(path, await readAtMost(file, path, maxBytes));
  } finally {
    await file.close();
  }
}

async function statRegular(file: FileHandle, path: string): Promise<{ size: number }> {
  const stat = await file.stat();
  if (!stat.isFile()) throw new UnreadableFileError(path, 'not-a-file', `${path} is not a regular file`);
  return stat;
}

/** Counts while reading: a file can grow after its size was asked, and those below /proc say 0. */
async function readAtMost(file: FileHandle, path: string, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(65_536), 0, 65_536, null);
    if (bytesRead === 0) return Buffer.concat(parts);
    total += bytesRead;
    if (total > maxBytes) throw tooLarge(path, maxBytes);
    parts.push(buffer.subarray(0, bytesRead));
  }
}

function decode(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UnreadableFileError(path, 'not-text', `${path} is not UTF-8 text`);
  }
}

function tooLarge(path: string, maxBytes: number): UnreadableFileError {
  return new UnreadableFileError(path, 'too-large', `${path} is larger than ${maxBytes} bytes`);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
