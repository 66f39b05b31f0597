import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const FAKES = fileURLToPath(new URL('fakes/', import.meta.url));
const PORT = fileURLToPath(new URL('../../../main/host/windows/win32/', import.meta.url));

/** Folders of the Win32 port whose modules can have a fake. */
const FOLDERS = ['', 'process/', 'security/'];

/** Modules of the Win32 port that have a fake: those for what Wine only pretends to do. */
const FAKED = readdirSync(FAKES).filter((name) => name !== 'state.ts');

/**
 * Puts the fakes in the place of modules of the Win32 port while a program is bundled. Nothing in the product knows of it. A fake itself
 * gets the real module.
 */
export function fakeWindows(): Plugin {
  return {
    name: 'fake-windows',
    setup(build) {
      build.onResolve({ filter: /\.ts$/ }, ({ path, importer, resolveDir }) => {
        if (importer.startsWith(FAKES)) return undefined;
        const target = fileURLToPath(new URL(path, `file://${resolveDir}/`));
        const name = FAKED.find((each) => FOLDERS.some((folder) => target === `${PORT}${folder}${each}`));
        return name === undefined ? undefined : { path: `${FAKES}${name}` };
      });
    },
  };
}
