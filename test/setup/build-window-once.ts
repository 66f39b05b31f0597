import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildPage } from '../../scripts/build-window.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the built window, and the script that gives its page the API in an installed browser. */
    window: { folder: string; pageScript: string };
  }
}

/** Builds the window once per test run, in a folder of its own: somebody may build again while the tests look at it. */
export default async function buildWindowOnce(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'ucs-window-built-'));
  await buildPage(join(folder, 'window'));
  const pageScript = join(folder, 'chromium-page.js');
  await copyFile('build/chromium-page.js', pageScript);
  project.provide('window', { folder: join(folder, 'window'), pageScript });
  return () => rm(folder, { recursive: true, force: true });
}
