import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readWindowFiles } from '../../../main/fronts/window/window-files.ts';

let folder: string;
let built: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'window-files-'));
  built = join(folder, 'built');
  await mkdir(join(built, 'assets'), { recursive: true });
  await writeFile(join(built, 'index.html'), '<p>window</p>');
  await writeFile(join(built, 'assets', 'index.js'), 'code');
  await writeFile(join(folder, 'secret.json'), '{}');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('the window is answered with what was built, each file as what it is', async () => {
  const files = await readWindowFiles(built);
  expect([...files.keys()].sort()).toEqual(['/', '/assets/index.js', '/index.html']);
  expect(files.get('/')?.body.toString()).toBe('<p>window</p>');
  expect(files.get('/assets/index.js')?.contentType).toBe('text/javascript; charset=utf-8');
});

test.each([
  '/../secret.json',
  '/assets/../../secret.json',
  '/..%2fsecret.json',
  '/..\\secret.json',
  '//secret.json',
  '/assets',
  'index.html',
  '',
])('no path leads out of the window: %j', async (path) => {
  expect((await readWindowFiles(built)).get(path)).toBeUndefined();
});

test('a link in the folder does not lead out of it', async () => {
  await symlink(join(folder, 'secret.json'), join(built, 'linked.json'));
  await symlink(folder, join(built, 'above'));
  expect([...(await readWindowFiles(built)).keys()].sort()).toEqual(['/', '/assets/index.js', '/index.html']);
});

test('a kind of file the window has no use for stops the start instead of being left out', async () => {
  await writeFile(join(built, 'assets', 'tool.exe'), '');
  await expect(readWindowFiles(built)).rejects.toThrow('no use for tool.exe');
});

test('a window that was not built is said to be so', async () => {
  await rm(join(built, 'index.html'));
  await expect(readWindowFiles(built)).rejects.toThrow('not built');
});
