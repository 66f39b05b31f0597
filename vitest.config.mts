import { defineConfig } from 'vitest/config';

/** One project a test layer; `npm run test:<layer>` runs one, `npm test` all. */
const LAYERS = ['unit', 'contract', 'fuzz', 'cli', 'faults', 'linux', 'windows'];

export default defineConfig({
  define: { PROGRAM_VERSION: JSON.stringify('0.0.0-test') },
  test: {
    reporters: ['default', './test/setup/summary-reporter.ts'],
    globalSetup: ['test/setup/build-once.ts'],
    projects: LAYERS.map((name) => ({
      extends: true,
      test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout: 60_000, hookTimeout: 120_000 },
    })),
  },
});
