// `npm run bench`: builds the program and the measuring program, then measures. Nothing in the tests depends on these times.
import { build } from 'esbuild';
import { execa } from 'execa';

await execa(process.execPath, ['scripts/build.mjs'], { stdout: 'ignore', stderr: 'inherit' });
await build({
  entryPoints: ['test/bench/bench.ts'],
  outfile: 'build/bench.mjs',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  define: { PROGRAM_VERSION: JSON.stringify('bench') },
});
const { exitCode } = await execa(process.execPath, ['build/bench.mjs'], { stdio: 'inherit', reject: false });
process.exitCode = exitCode ?? 1;
