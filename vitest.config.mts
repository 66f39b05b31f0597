import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** One project a test layer; `npm run test:<layer>` runs one, `npm test` all. */
const LAYERS = ['unit', 'contract', 'fuzz', 'cli', 'faults', 'ui', 'linux', 'windows'];

/** End to end on whole systems: minutes each, so they have a command of their own (`npm run test:long`). */
const LONG_LAYERS = ['ui-long'];

/** These share what belongs to the whole machine (network, packages): one file after another, after all the others. */
const ONE_FILE_AT_A_TIME = ['linux'];

/** The layer `ui` once more, in a real Electron, where one seems to be here (test/setup/electron.ts looks closer). */
const IN_ELECTRON = existsSync(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? 'node_modules/electron/dist')
  ? ['ui-electron']
  : [];

export default defineConfig({
  define: { PROGRAM_VERSION: JSON.stringify('0.0.0-test') },
  test: {
    reporters: ['default', './test/setup/summary-reporter.ts'],
    globalSetup: ['test/setup/build-once.ts'],
    projects: [...LAYERS, ...IN_ELECTRON, ...LONG_LAYERS].map((name) => ({
      extends: true,
      test: {
        name,
        include: LONG_LAYERS.includes(name)
          ? [`test/${name.replace('-long', '')}/**/*.long.test.ts`]
          : [`test/${name.replace('-electron', '')}/**/*.test.ts`],
        exclude: [
          ...(LONG_LAYERS.includes(name) ? [] : ['**/*.long.test.ts']),
          // About the front of an installed browser alone; what holds for Electron stands in test/unit/electron.
          ...(IN_ELECTRON.includes(name) ? ['test/ui/security.test.ts'] : []),
        ],
        env: IN_ELECTRON.includes(name) ? { UCS_TEST_FRONT: 'electron' } : {},
        // Whole systems on a busy machine take their time.
        testTimeout: name === 'linux' ? 600_000 : 60_000,
        hookTimeout: 120_000,
        ...(name.startsWith('ui') ? { globalSetup: ['test/setup/build-window-once.ts'] } : {}),
        // Each file has a Windows of its own; together they are started when the layers with many small files are done.
        ...(name === 'windows' ? { globalSetup: ['test/setup/prepare-wine.ts'], sequence: { groupOrder: 1 } } : {}),
        ...(name === 'linux' ? { globalSetup: ['test/setup/container-root-once.ts'] } : {}),
        // A browser, an engine and a helper share the cores with other tests: one late answer must not fail everything.
        retry: name.startsWith('ui') ? 2 : 0,
        // The default leaves one core to the first process, which has next to nothing to do.
        maxWorkers: ONE_FILE_AT_A_TIME.includes(name) ? 1 : availableParallelism(),
      },
    })),
  },
});
