import * as fs from 'node:fs/promises';
import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readTextCapped, UnreadableFileError, writeFileAtomically } from '../../../main/host/atomic-file.ts';

vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:fs/promises')>();
  return { ...original, rename: vi.fn(original.rename) };
});

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atomic-'));
});
afterEach(async () => {
  vi.mocked(fs.rename).mockReset();
  const original = await vi.importActual<typeof import('node:fs/promises')>('node:fs/promises');
  vi.mocked(fs.rename).mockImplementation(original.rename);
  await rm(folder, { recursive: true, force: true });
});

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

describe('writing a file atomically', () => {
  it('writes text and bytes, replaces what was there, and leaves nothing else', async () => {
    const path = join(folder, 'state.json');
    await writeFileAtomically(path, 'first, and longer');
    await writeFileAtomically(path, Buffer.from('ä', 'utf8'));
    expect(await readFile(path, 'utf8')).toBe('ä');
    expect(await readdir(folder)).toEqual(['state.json']);
  });

  it.skipIf(process.platform === 'win32')('gives a secret file exactly the asked rights', async () => {
    const path = join(folder, 'key.pem');
    await writeFileAtomically(path, 'secret', 0o600);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('keeps the old content and takes its temporary file away when the rename fails', async () => {
    const path = join(folder, 'state.json');
    await writeFile(path, 'old');
    vi.mocked(fs.rename).mockRejectedValue(systemError('ENOSPC'));
    await expect(writeFileAtomically(path, 'new')).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['state.json']);
  });

  it.each(['EPERM', 'EBUSY', 'EACCES'])('tries again while a virus scanner holds the file (%s)', async (code) => {
    const path = join(folder, 'state.json');
    vi.mocked(fs.rename).mockRejectedValueOnce(systemError(code)).mockRejectedValueOnce(systemError(code));
    await writeFileAtomically(path, 'new');
    expect(await readFile(path, 'utf8')).toBe('new');
  });

  it('does not try for ever', async () => {
    vi.mocked(fs.rename).mockRejectedValue(systemError('EBUSY'));
    await expect(writeFileAtomically(join(folder, 'state.json'), 'new')).rejects.toMatchObject({ code: 'EBUSY' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('a missing folder is an error, not a new folder', async () => {
    await expect(writeFileAtomically(join(folder, 'missing', 'x'), 'new')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it.skipIf(process.platform === 'win32')('replaces a link instead of writing through it', async () => {
    const target = join(folder, 'target');
    await writeFile(target, 'untouched');
    await symlink(target, join(folder, 'link'));
    await writeFileAtomically(join(folder, 'link'), 'new');
    expect(await readFile(target, 'utf8')).toBe('untouched');
    expect(await readFile(join(folder, 'link'), 'utf8')).toBe('new');
  });
});

describe('reading a capped text', () => {
  it('reads up to the cap and not one byte more', async () => {
    const path = join(folder, 'text');
    await writeFile(path, '12345');
    expect(await readTextCapped(path, 5)).toBe('12345');
    await expect(readTextCapped(path, 4)).rejects.toMatchObject({ reason: 'too-large' });
  });

  it('refuses bytes that are no text instead of guessing', async () => {
    const path = join(folder, 'bytes');
    await writeFile(path, Buffer.from([0x61, 0xff]));
    await expect(readTextCapped(path, 10)).rejects.toMatchObject({ reason: 'not-text' });
  });

  it('a folder is no text', async () => {
    await expect(readTextCapped(folder, 10)).rejects.toBeInstanceOf(UnreadableFileError);
  });

  it.skipIf(process.platform === 'win32')('does not wait for ever on a named pipe', async () => {
    const path = join(folder, 'pipe');
    await execa('/usr/bin/mkfifo', [path]);
    await expect(readTextCapped(path, 10)).rejects.toMatchObject({ reason: 'not-a-file' });
  });

  it('a missing file is the system’s own error', async () => {
    await expect(readTextCapped(join(folder, 'missing'), 10)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
