// Runs all test layers, or those named: `node test/run.mjs [LAYER...] [vitest options]`.
import { execa } from 'execa';
import { provideSystemPackages } from './setup/system-packages.mjs';

const words = process.argv.slice(2);
const layers = words.filter((word) => !word.startsWith('-'));
const options = words.filter((word) => word.startsWith('-'));

await provideSystemPackages(layers.map((layer) => layer.replace('-electron', '')));

const vitest = [
  'node_modules/vitest/vitest.mjs',
  'run',
  ...layers.flatMap((layer) => ['--project', layer, ...(layer === 'ui' ? ['--project', 'ui-electron'] : [])]),
  ...options,
];
const { exitCode } = await execa(process.execPath, vitest, { stdio: 'inherit', reject: false });
process.exitCode = exitCode ?? 1;
