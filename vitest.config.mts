import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** One project a test layer; `npm run test:<layer>` runs one, `npm test` all. */
const LAYERS = ['unit', 'contract', 'fuzz', 'cli', 'faults', 'ui', 'linux', 'windows'];

/** End to end on whole systems: minutes each, so they have a command of their own (`npm run test:long`). */
const LONG_LAYERS = ['ui-long', 'linux-long', 'windows-long'];

/** These share what belongs to the whole machine (wine, network, packages): one file after another, after all the others. */
const ONE_FILE_AT_A_TIME = ['linux', 'windows', 'linux-long', 'windows-long'];

export default defineConfig({
  define: { PROGRAM_VERSION: JSON.stringify('0.0.0-test') },
  test: {
    reporters: ['default', './test/setup/summary-reporter.ts'],
    globalSetup: ['test/setup/build-once.ts'],
    projects: [...LAYERS, ...LONG_LAYERS].map((name) => ({
      extends: true,
      test: {
        name,
        include: LONG_LAYERS.includes(name)
          ? [`test/${name.replace('-long', '')}/**/*.long.test.ts`]
          : [`test/${name}/**/*.test.ts`],
        exclude: LONG_LAYERS.includes(name) ? [] : ['**/*.long.test.ts'],
        testTimeout: 60_000,
        hookTimeout: 120_000,
        ...(name.startsWith('ui') ? { globalSetup: ['test/setup/build-window-once.ts'] } : {}),
        // A browser, an engine and a helper share the cores with other tests: one late answer must not fail everything.
        retry: name.startsWith('ui') ? 2 : 0,
        // The default leaves one core to the first process, which has next to nothing to do.
        maxWorkers: ONE_FILE_AT_A_TIME.includes(name) ? 1 : availableParallelism(),
      },
    })),
  },
});
