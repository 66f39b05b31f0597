import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The built program the command-line layers start. */
    program: string;
  }
}

/**
 * Builds the program once per test run: the command-line layers start the real thing. They get a copy of their own, because a
 * plan names the program by its digest, and somebody may build again while they run (`npm start` does).
 */
export default async function buildOnce(project: TestProject): Promise<() => Promise<void>> {
  await execa(process.execPath, ['scripts/build.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const folder = await mkdtemp(join(tmpdir(), 'ucs-remedy-built-'));
  const program = join(folder, 'ucs-remedy.cjs');
  await copyFile('build/ucs-remedy.cjs', program);
  project.provide('program', program);
  return () => rm(folder, { recursive: true, force: true });
}
