import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const REAL = fileURLToPath(new URL('../../../../main/run/journal.ts', import.meta.url));
const KILLABLE = fileURLToPath(new URL('journal.ts', import.meta.url));

/** Lets a test end the helper at a chosen entry of its journal, while a program is bundled. The product has no switch for it. */
export function killableHelper(): Plugin {
  return {
    name: 'killable-helper',
    setup(build) {
      build.onResolve({ filter: /\/journal\.ts$/ }, ({ path, importer, resolveDir }) => {
        const target = fileURLToPath(new URL(path, `file://${resolveDir}/`));
        return target === REAL && importer !== KILLABLE ? { path: KILLABLE } : undefined;
      });
    },
  };
}
