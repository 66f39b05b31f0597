// `npm run bench`: builds the program and the measuring program, then measures. Nothing in the tests depends on these times.
import { build } from 'esbuild';
import { execa } from 'execa';
import { NODE_FLAGS } from './node-flags.mjs';

for (const script of ['scripts/build.mjs', 'scripts/build-window.mjs']) {
  await execa(process.execPath, [script], { stdout: 'ignore', stderr: 'inherit' });
}
await build({
  entryPoints: { bench: 'test/bench/bench.ts', 'bench-window': 'test/bench/window.ts' },
  outdir: 'build',
  outExtension: { '.js': '.mjs' },
  external: ['playwright-core', 'koffi'],
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  define: { PROGRAM_VERSION: JSON.stringify('bench') },
});
// The window in a process of its own, because its memory is measured.
for (const file of ['build/bench-window.mjs', 'build/bench.mjs']) {
  const { exitCode } = await execa(process.execPath, [...NODE_FLAGS, file], { stdio: 'inherit', reject: false });
  if (exitCode !== 0) process.exitCode = exitCode ?? 1;
}
