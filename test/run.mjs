// Runs all test layers, or those named: `node test/run.mjs [LAYER...] [vitest options]`.
import { execa } from 'execa';
import { provideSystemPackages } from './setup/system-packages.mjs';

/** What belongs to a layer and runs apart. */
const WITH = { unit: ['unit-stand-in'], ui: ['ui-electron'] };

const words = process.argv.slice(2);
const layers = words.filter((word) => !word.startsWith('-'));
const options = words.filter((word) => word.startsWith('-'));

await provideSystemPackages(layers.map((layer) => layer.replace('-electron', '')));

const vitest = [
  'node_modules/vitest/vitest.mjs',
  'run',
  ...layers.flatMap((layer) => [layer, ...(WITH[layer] ?? [])]).flatMap((project) => ['--project', project]),
  ...options,
];
const { exitCode } = await execa(process.execPath, vitest, { stdio: 'inherit', reject: false });
process.exitCode = exitCode ?? 1;
