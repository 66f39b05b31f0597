// `npm run screenshots`: pictures of every screen in every look, for looking at them by eye; `-- --readme`: the six of the README.
// Both are taken by a test of the window, which takes the usual looks each time it runs.
import { execa } from 'execa';

const WIZARD_SCREENSHOTS = process.argv.includes('--readme') ? 'readme' : 'every-look';
const { exitCode } = await execa(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--project', 'ui', 'test/ui/screenshots.test.ts'],
  { env: { WIZARD_SCREENSHOTS }, stdio: 'inherit', reject: false },
);
process.exitCode = exitCode ?? 1;
