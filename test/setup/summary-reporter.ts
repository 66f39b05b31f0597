import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { electronForTests } from './electron.ts';

/**
 * Ends every run with the one line people and machines look for: `N passed, N failed, N skipped`. Where the window was tested, the
 * line before it says whether that was done in a real Electron too.
 */
export default class SummaryReporter implements Reporter {
  async onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): Promise<void> {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      if (module.errors().length > 0) count.failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') count.passed += 1;
        else if (state === 'failed') count.failed += 1;
        else count.skipped += 1;
      }
    }
    const electron = await aboutElectron(modules);
    // Written at exit, so that nothing the other reporters print comes after it.
    process.once('exit', () => {
      process.stdout.write(`${electron}${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`);
    });
  }
}

/** One line, or nothing where no test of the window was asked for. */
async function aboutElectron(modules: readonly TestModule[]): Promise<string> {
  const layers = new Set(modules.map(({ project }) => project.name));
  if (!layers.has('ui') && !layers.has('ui-electron')) return '';
  const found = await electronForTests();
  if (found.binary === null) return `Electron: not run, ${found.reason}\n`;
  if (!layers.has('ui-electron')) return 'Electron: not run, not asked for\n';
  const tests = modules.filter(({ project }) => project.name === 'ui-electron').flatMap(testsOf);
  const count = (state: string) => tests.filter((test) => test.result().state === state).length;
  return `Electron: run in ${found.binary}, ${count('passed')} tests of the window passed and ${count('failed')} failed\n`;
}

function testsOf(module: TestModule): TestCase[] {
  return [...module.children.allTests()];
}
