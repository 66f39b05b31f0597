import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildPage, buildWindow } from '../../scripts/build-window.mjs';
import { electronForTests } from './electron.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the built window, and the script that gives its page the API in an installed browser. */
    window: { folder: string; pageScript: string };
  }
}

/** Builds the window once per test run, in a folder of its own: somebody may build again while the tests look at it. */
export default async function buildWindowOnce(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'ucs-window-built-'));
  const electron = project.name === 'ui-electron' ? await electronForTests() : null;
  if (electron === null || electron.binary === null) await buildPage(join(folder, 'window'));
  else {
    await buildWindow(folder);
    await writeFile(join(folder, 'ucs-remedy.cjs'), await programForElectron(electron.binary));
  }
  const pageScript = join(folder, 'chromium-page.js');
  await copyFile('build/chromium-page.js', pageScript);
  project.provide('window', { folder: join(folder, 'window'), pageScript });
  return () => rm(folder, { recursive: true, force: true });
}

/**
 * The built program as the Electron front finds it beside itself. An Electron that is older than the one it is made for starts it
 * with what its Node lacks, where somebody laid that into the Electron (`test/unit/electron/support/old-electron`).
 */
export async function programForElectron(binary: string): Promise<string> {
  const program = await readFile('build/ucs-remedy.cjs', 'utf8');
  const standIn = await readFile(join(dirname(binary), 'resources', 'app', 'node.cjs'), 'utf8').catch(() => null);
  return standIn === null ? program : program.replace('\n', `\n${standIn}\n`);
}
