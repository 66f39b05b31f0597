import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import manifest from './package.json' with { type: 'json' };
import { LongestFirst } from './test/setup/longest-first.mts';

/** The layer `ui` once more, in a real Electron, where one seems to be here (test/setup/electron.ts looks closer). */
const IN_ELECTRON = existsSync(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? 'node_modules/electron/dist')
  ? ['ui-electron']
  : [];

/** One project a test layer; `npm run test:<layer>` runs one, `npm test` all. */
const LAYERS = ['unit', 'unit-stand-in', 'contract', 'fuzz', 'cli', 'faults', 'ui', ...IN_ELECTRON, 'linux', 'windows'];

/** A browser, an engine and a helper share the cores with other tests: what a person waits for is waited for, and nothing is tried again. */
const WINDOW: TestProjectInlineConfiguration['test'] = {
  globalSetup: ['test/setup/build-window-once.ts'],
  testTimeout: 180_000,
  expect: { poll: { timeout: 30_000 } },
};

/** What a layer has of its own. */
const OWN: Record<string, TestProjectInlineConfiguration['test']> = {
  // Many small files: the modules they share are loaded once, not for each. What is put in the place of a module is for its file alone.
  unit: { isolate: false, exclude: ['**/*.stand-in.test.ts'] },
  fuzz: { isolate: false },
  'unit-stand-in': { include: ['test/unit/**/*.stand-in.test.ts'] },
  ui: WINDOW,
  'ui-electron': {
    ...WINDOW,
    include: ['test/ui/**/*.test.ts'],
    // About the front of an installed browser alone; what holds for Electron stands in test/unit/electron.
    exclude: ['test/ui/security.test.ts', 'test/ui/start-window.test.ts', 'test/ui/screenshots.test.ts'],
    env: { UCS_TEST_FRONT: 'electron' },
  },
  // Each file has networks, systems and rooms of its own. Whole systems on a busy machine take their time.
  linux: { testTimeout: 600_000 },
};

export default defineConfig({
  define: { PROGRAM_VERSION: JSON.stringify('0.0.0-test') },
  test: {
    sequence: { sequencer: LongestFirst },
    reporters: ['default', './test/setup/summary-reporter.ts'],
    globalSetup: ['test/setup/build-once.ts', 'test/setup/prepare-systems.ts'],
    projects: LAYERS.map((name) => ({
      extends: true,
      // At the window, engine and helper are one version, as they are for a person.
      ...(name.startsWith('ui') ? { define: { PROGRAM_VERSION: JSON.stringify(manifest.version) } } : {}),
      test: {
        name,
        include: [`test/${name}/**/*.test.ts`],
        testTimeout: 120_000,
        hookTimeout: 120_000,
        // Tests wait for systems that start, and the first process has next to nothing to do.
        maxWorkers: availableParallelism() + 1,
        ...OWN[name],
      },
    })),
  },
});
