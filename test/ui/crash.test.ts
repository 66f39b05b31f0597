import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { openWindow, sharedWindow } from './support/open-window.ts';
import { Person, readinessFor } from './support/person.ts';
import { ownBrowsers, withDescendants } from './support/processes.ts';
import { noBrowser, type WizardWindow } from './support/wizard-window.ts';

/** Asks for a password after something was changed already. */
const SCENARIO = 'miseq-4.0-ruo';

/** Kills the browser as the system would, and waits for the window that comes in its place. */
async function killBrowser(window: WizardWindow): Promise<void> {
  const next = window.nextPage();
  const [browser, ...others] = await ownBrowsers();
  expect(others).toEqual([]);
  process.kill(browser ?? 0, 'SIGKILL');
  await next;
}

async function toPlan(window: WizardWindow): Promise<Person> {
  const person = new Person(window);
  if ((await person.nameField.inputValue()) === '') await person.introduce('technician');
  await person.practise(SCENARIO);
  await person.seePlan();
  return person;
}

async function toPasswordQuestion(window: WizardWindow): Promise<Person> {
  const person = await toPlan(window);
  await person.prepare(readinessFor(SCENARIO));
  await person.start();
  await person.sayYesUntil('password');
  return person;
}

async function toReceipt(person: Person): Promise<void> {
  expect((await person.sayYesUntilResult()).ended?.result).toMatchObject({ overall: 'mitigated', exitCode: 0 });
  await person.goOn();
  await person.window.shows('receipt');
  expect((await person.window.snapshot()).receipt?.content.operator.name).toBe('A. Tech');
  await person.nextInstrument();
}

describe.skipIf(noBrowser)('a window that is lost', () => {
  const shared = sharedWindow();

  test('comes again on the screen where it was, with everything that was decided', async () => {
    const window = shared();
    const person = await toPlan(window);
    await person.page.getByLabel(person.word('plan:reason.label')).fill('planned service');
    await expect.poll(async () => (await window.snapshot()).decisions.reason).toBe('planned service');
    const before = await window.snapshot();
    await killBrowser(window);
    await window.shows('plan');
    expect(await window.snapshot()).toEqual(before);
    expect(await person.page.getByLabel(person.word('plan:reason.label')).inputValue()).toBe('planned service');
    await window.page.evaluate('window.ucs.nextInstrument(null)');
    await window.shows('welcome');
  });

  test('in the middle of a run comes again with the same question, and the run goes on to its receipt', async () => {
    const window = shared();
    const person = await toPasswordQuestion(window);
    const { work } = await window.snapshot();
    await killBrowser(window);
    await window.shows('run');
    expect((await window.snapshot()).work?.question).toEqual(work?.question);
    await toReceipt(person);
  });

  test('and loaded again in the middle of a run has lost nothing', async () => {
    const window = shared();
    const person = await toPasswordQuestion(window);
    const before = await window.snapshot();
    await window.page.reload();
    await window.shows('run');
    expect(await window.snapshot()).toEqual(before);
    await toReceipt(person);
  });
});

describe.skipIf(noBrowser)('a program that is killed in the middle of a run', () => {
  const program = join('build', 'killed-program.mjs');

  beforeAll(async () => {
    await build({
      entryPoints: ['test/ui/support/killed-program.ts'],
      outfile: program,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      external: ['playwright-core'],
      banner: { js: "import { createRequire as from } from 'node:module'; const require = from(import.meta.url);" },
      define: { PROGRAM_VERSION: JSON.stringify('0.0.0-test') },
    });
  });

  afterAll(() => rm(program, { force: true }));

  /** A window of a new program, in the folder of one that was killed while it asked for a password. */
  async function windowAfterKill(): Promise<WizardWindow> {
    const folder = await mkdtemp(join(tmpdir(), 'wizard-window-'));
    const built = JSON.stringify({ ...inject('window'), program: inject('program') });
    const killed = execa(process.execPath, [program, folder, SCENARIO, built], { reject: false });
    onTestFinished(() => void killed.kill('SIGKILL'));
    await once(killed.stdout, 'data');
    // As in a power cut the helper goes with it; alone it would bring its step to an end.
    const all = await withDescendants(killed.pid ?? 0);
    for (const pid of all) process.kill(pid, 'SIGKILL');
    await killed;
    const window = await openWindow(folder);
    onTestFinished(() => window.leave());
    return window;
  }

  /** The unfinished run is shown by itself; the way to end it is chosen openly. */
  async function endItBy(person: Person, way: 'continue' | 'undo'): Promise<void> {
    await person.page.getByText(person.word('welcome:unfinished.title')).waitFor();
    expect(await person.nameField.inputValue()).toBe('A. Tech');
    expect(await person.isStopped()).toBe(true);
    await person.page.locator(`input[type="radio"][value="${way}"]`).check();
    await person.goOn();
    await person.window.shows('run');
  }

  test('finds the run at its next start and brings it to its end', async () => {
    const person = new Person(await windowAfterKill());
    await endItBy(person, 'continue');
    await toReceipt(person);
  });

  test('finds the run at its next start and takes back what was changed', async () => {
    const window = await windowAfterKill();
    const person = new Person(window);
    await endItBy(person, 'undo');
    expect((await person.sayYesUntilResult()).ended?.result).toMatchObject({ end: 'rolled-back', overall: 'exposed' });
    await person.goOn();
    await window.shows('receipt');
  });
});
