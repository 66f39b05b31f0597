// Builds the window: its page (Vite), the Electron front with its preload script (esbuild), and the icons.
// node scripts/build-window.mjs [FOLDER]   the folder is `build` unless said otherwise
import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';
import { build as buildWithVite } from 'vite';
import { buildIcons } from './build-icons.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Everything the window consists of, in a folder. */
export async function buildWindow(folder) {
  await buildPage(join(folder, 'window'));
  await buildElectronFront(join(folder, 'electron'));
  await buildIcons(join(folder, 'icons'));
}

/** The page and what belongs to it. */
export async function buildPage(folder) {
  await buildWithVite({
    configFile: join(ROOT, 'renderer/vite.config.mts'),
    logLevel: 'warn',
    build: { outDir: folder, emptyOutDir: true },
  });
}

/** `main.cjs` and `preload.cjs`. */
export async function buildElectronFront(folder) {
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  await rm(folder, { recursive: true, force: true });
  const common = {
    absWorkingDir: ROOT,
    bundle: true,
    format: 'cjs',
    external: ['electron'],
    outExtension: { '.js': '.cjs' },
    outdir: folder,
    logLevel: 'warning',
  };
  await bundle({
    ...common,
    entryPoints: { main: 'main/fronts/electron/main.ts' },
    platform: 'node',
    target: 'node22',
    sourcemap: 'linked',
    define: { PROGRAM_VERSION: JSON.stringify(version) },
  });
  // Runs in the sandbox, where there is no Node: a platform without its modules makes the build fail on one.
  await bundle({
    ...common,
    entryPoints: { preload: 'main/fronts/electron/preload.ts' },
    platform: 'browser',
    target: 'chrome140',
    sourcemap: false,
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = resolve(process.argv[2] ?? join(ROOT, 'build'));
  await buildWindow(folder);
  console.log('built the window');
}
