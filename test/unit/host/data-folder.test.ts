import { chmod, chown, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findDataFolder, openDataFolder, realDataFolder } from '../../../main/host/data-folder/data-folder.ts';

async function emptyFolder(parent: string): Promise<string> {
  const folder = await mkdtemp(join(parent, 'ucs-data-folder-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const rights = async (path: string) => (await stat(path)).mode & 0o777;

test('a real instrument has one fixed folder, whatever the environment says', () => {
  expect(realDataFolder('linux')).toBe('/var/lib/ucs-remediation-wizard');
});

describe('a practice folder', () => {
  const practice = (path: string) => ({ path, mustBePrivate: false });

  test('is made where the person says, with private places private even under a loose umask', async () => {
    const path = join(await emptyFolder(tmpdir()), 'a', 'b');
    const former = process.umask(0);
    onTestFinished(() => void process.umask(former));
    const folder = await openDataFolder(practice(path));
    expect((await readdir(path)).sort()).toEqual([
      'backups',
      'counters',
      'journal',
      'keys',
      'receipts',
      'staging',
      'trusted',
    ]);
    for (const place of [folder.keys, folder.journal, folder.backups, folder.staging])
      expect(await rights(place)).toBe(0o700);
    for (const place of [folder.trusted, folder.counters, folder.receipts]) expect(await rights(place)).toBe(0o755);
    expect(await openDataFolder(practice(path))).toEqual(folder);
  });

  test('opened for reading creates nothing', async () => {
    const path = join(await emptyFolder(tmpdir()), 'none');
    expect(await findDataFolder(practice(path))).toBeNull();
    await mkdir(path);
    expect(await findDataFolder(practice(path))).toMatchObject({ path, trusted: join(path, 'trusted') });
    expect(await readdir(path)).toEqual([]);
  });

  test.each(['keys', 'trusted', 'counters', 'journal', 'backups', 'staging', 'receipts'])(
    'with a link in the place of %s is refused, for writing and for reading',
    async (place) => {
      const path = await emptyFolder(tmpdir());
      const elsewhere = await emptyFolder(tmpdir());
      await symlink(elsewhere, join(path, place));
      await expect(openDataFolder(practice(path))).rejects.toMatchObject({ code: 'data-folder-unsafe', exitCode: 1 });
      await expect(findDataFolder(practice(path))).rejects.toMatchObject({ code: 'data-folder-unsafe' });
      expect(await readdir(elsewhere)).toEqual([]);
    },
  );

  test('that is itself a link, even a dangling one, or a file is refused', async () => {
    const base = await emptyFolder(tmpdir());
    await symlink(join(base, 'nowhere'), join(base, 'dangling'));
    await symlink(tmpdir(), join(base, 'link'));
    await writeFile(join(base, 'file'), '');
    for (const name of ['dangling', 'link', 'file']) {
      await expect(openDataFolder(practice(join(base, name)))).rejects.toMatchObject({ code: 'data-folder-unsafe' });
    }
    expect((await readdir(base)).sort()).toEqual(['dangling', 'file', 'link']);
  });
});

const PRIVATE_BASE = '/run';
const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
if (!asRoot) console.log('Skipped: how a real data folder is guarded can only be tested as root on Linux.');

describe.skipIf(!asRoot)('the folder of a real instrument', () => {
  const real = (path: string) => ({ path, mustBePrivate: true });

  test('is made and opened again where only root can write', async () => {
    const path = join(await emptyFolder(PRIVATE_BASE), 'data');
    const folder = await openDataFolder(real(path));
    expect(await rights(path)).toBe(0o711);
    expect(await rights(folder.keys)).toBe(0o700);
    expect(await openDataFolder(real(path))).toEqual(folder);
    expect(await findDataFolder(real(path))).toEqual(folder);
  });

  test('below a place where everybody can write is refused, and not made', async () => {
    const base = await emptyFolder(tmpdir());
    await expect(openDataFolder(real(join(base, 'data')))).rejects.toMatchObject({ code: 'data-folder-unsafe' });
    expect(await readdir(base)).toEqual([]);
  });

  test.each<[string, (path: string) => Promise<void>]>([
    ['was made by another user', (path) => chown(path, 65534, 65534)],
    ['can be written by everybody', (path) => chmod(path, 0o777)],
    ['can be written by a group', (path) => chmod(path, 0o770)],
    ['holds places of another user', (path) => chown(join(path, 'trusted'), 65534, 65534)],
    ['holds trusted keys that others can change', (path) => chmod(join(path, 'trusted'), 0o757)],
    ['holds keys that others can read', (path) => chmod(join(path, 'keys'), 0o750)],
    ['holds a staging place that others can look into', (path) => chmod(join(path, 'staging'), 0o711)],
    [
      'has a link for its journal',
      async (path) => {
        await rm(join(path, 'journal'), { recursive: true });
        await symlink('/run', join(path, 'journal'));
      },
    ],
  ])('that %s is refused, for writing and for reading', async (_name, spoil) => {
    const path = join(await emptyFolder(PRIVATE_BASE), 'data');
    await openDataFolder(real(path));
    await spoil(path);
    await expect(openDataFolder(real(path))).rejects.toMatchObject({ code: 'data-folder-unsafe', exitCode: 1 });
    await expect(findDataFolder(real(path))).rejects.toMatchObject({ code: 'data-folder-unsafe' });
  });

  test.each<[string, (parent: string) => Promise<void>]>([
    ['belongs to another user', (parent) => chown(parent, 65534, 65534)],
    ['can be written by others', (parent) => chmod(parent, 0o1777)],
  ])('below a folder that %s is refused', async (_name, spoil) => {
    const parent = await emptyFolder(PRIVATE_BASE);
    await spoil(parent);
    await expect(openDataFolder(real(join(parent, 'data')))).rejects.toMatchObject({ code: 'data-folder-unsafe' });
    expect(await readdir(parent)).toEqual([]);
  });

  test('below a link is refused', async () => {
    const parent = await emptyFolder(PRIVATE_BASE);
    await mkdir(join(parent, 'real'));
    await symlink(join(parent, 'real'), join(parent, 'link'));
    await expect(openDataFolder(real(join(parent, 'link', 'data')))).rejects.toMatchObject({
      code: 'data-folder-unsafe',
    });
  });
});
