// Builds the program: one CommonJS file, so that the same file can later become a single executable.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: 'linked',
  // An eighth of the start of the program is reading its own text. Names stay: a report of an error has to say where.
  minifyWhitespace: true,
  logLevel: 'warning',
  define: { PROGRAM_VERSION: JSON.stringify(version) },
};

await build({
  ...common,
  // `start` exists in a source checkout only: it alone may choose practice by itself, and it is never packaged.
  entryPoints: { 'ucs-remedy': 'main/fronts/cli/main.ts', start: 'main/fronts/start/start.ts' },
  // Steers an installed browser, which source checkouts do; it cannot be bundled.
  external: ['playwright-core'],
  outdir: 'build',
  outExtension: { '.js': '.cjs' },
  banner: { js: '#!/usr/bin/env node' },
});
// What gives the window its API in an installed browser; the Electron window has its preload script for that.
await build({
  ...common,
  entryPoints: { 'chromium-page': 'main/fronts/chromium/page-side.ts' },
  outdir: 'build',
  platform: 'browser',
  target: 'chrome120',
  format: 'iife',
  sourcemap: false,
});
// A desk tool that lies beside the program on desk computers only: it is never packaged for instruments.
await build({
  ...common,
  entryPoints: { 'desk-validator': 'main/catalogue/csaf/desk-validator.ts' },
  outdir: 'build',
  outExtension: { '.js': '.cjs' },
  sourcemap: false,
});
const digest = createHash('sha256').update(readFileSync('build/ucs-remedy.cjs')).digest('hex');
console.log(`built ucs-remedy ${version} (sha256 ${digest.slice(0, 16)})`);
