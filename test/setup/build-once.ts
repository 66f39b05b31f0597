import { execa } from 'execa';

/** Builds the program once per test run: the command-line layers start the real thing. */
export default async function buildOnce(): Promise<void> {
  await execa(process.execPath, ['scripts/build.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] });
}
