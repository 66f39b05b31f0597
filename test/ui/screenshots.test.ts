import { describe, expect, test } from 'vitest';
import type { WizardSnapshot } from '../../main/ipc/wizard-snapshot.ts';
import { Camera, DAILY_LOOKS, EVERY_LOOK, type Look, type Picture } from './support/camera.ts';
import { sharedWindow } from './support/open-window.ts';
import { Person, readinessFor } from './support/person.ts';
import { noBrowser, type WizardWindow } from './support/wizard-window.ts';

/** Where the pictures lie; never committed. */
const FOLDER = 'test/ui/screenshots';

/** The pictures of the README, by look and screen. */
const README: Readonly<Record<string, string>> = {
  'light-verdict': 'verdict',
  'light-plan': 'plan',
  'light-result': 'result',
  'dark-welcome': 'welcome-dark',
  'german-approve': 'approve-german',
  'japanese-verdict': 'verdict-japanese',
};

/** Many pictures of long pages. */
const LONG = 300_000;

/** They stand in the middle of what is seen at once. */
const DIALOGS = ['help', 'save'];

/** `every-look` and `readme`: what `npm run screenshots` asks for. */
const wanted = process.env['WIZARD_SCREENSHOTS'];

function pictureOf({ name }: Look, screen: string): Picture | null {
  if (wanted !== 'readme') return { path: `${FOLDER}/${name}-${screen}.png`, whole: !DIALOGS.includes(screen) };
  const file = README[`${name}-${screen}`];
  return file === undefined ? null : { path: `docs/images/${file}.png`, whole: false };
}

/** Questions of real systems for the rights. */
const PROMPTS = ['pkexec', 'sudo', 'runas', 'not-possible'] as const;

/** Fake: a practice instrument never has the system ask. Nothing but the drawing of it is looked at. */
async function pretendPrompt(window: WizardWindow, way: (typeof PROMPTS)[number]): Promise<void> {
  const windows = 'C:\\Program Files\\UCS Remediation Wizard\\ucs-remedy.exe';
  const program = way === 'runas' ? windows : '/usr/lib/ucs-remediation-wizard/ucs-remedy';
  await pretend(window, { elevation: { way, program, warning: null } });
}

/** Fake: in practice the simulated person does steps by hand without being asked. The sentences are those of the real step. */
async function pretendGuide(window: WizardWindow): Promise<void> {
  const { work } = await window.snapshot();
  if (work === null) throw new Error('a guide stands in a run');
  const instructions = [
    'Log in to Local Run Manager as an administrator.',
    'Open Tools, System Settings, SERVICE ACCOUNTS, Universal Copy Service.',
    'Choose Windows Account, enter .\\sbsuser and its password, and save.',
  ];
  const question = { kind: 'guide' as const, title: 'Set the account of the copy service', instructions };
  await pretend(window, { screen: 'run', work: { ...work, question: { id: 'pretended', question } } });
}

/** Has the window show what the engine never said; loaded anew, it shows the truth again. */
async function pretend({ page }: WizardWindow, change: Partial<WizardSnapshot>): Promise<void> {
  await page.evaluate(`(async () => {
    const { revision } = await ucs.snapshot(null);
    ucsPush(JSON.stringify({ revision: revision + 1, ...${JSON.stringify(change)} }));
  })()`);
  await page.locator('.elevate-prompt, .work-instructions, [data-action="primary"]').first().waitFor();
}

// Who changes a screen looks at it here; what is cut in any look fails without being looked at.
describe.skipIf(noBrowser)('every screen is whole in every look, and there to be looked at', () => {
  const shared = sharedWindow();

  function camera(): Camera {
    return new Camera(shared(), wanted === 'every-look' ? EVERY_LOOK : DAILY_LOOKS, pictureOf);
  }

  test('a technician on the way from the first screen to the receipt', { timeout: LONG }, async () => {
    const seen = camera();
    const person = new Person(shared());
    await person.introduce('technician', 'Kim Lab', 'Example Institute');
    await seen.take('welcome');
    await person.page.locator('input[type="radio"][value="practice"]').check();
    await person.page.locator('input[type="radio"][value="miseq-4.0-ruo"]').check();
    await seen.take('welcome-practice');
    await person.press('common:help.button');
    await seen.take('help');
    await person.page.keyboard.press('Escape');
    await person.goOn();
    await shared().shows('look');
    await person.page.locator('[data-action="primary"][aria-disabled="false"]').waitFor();
    await seen.take('look');
    for (const screen of ['instrument', 'verdict', 'plan', 'elevate'] as const) {
      await person.goOn();
      await shared().shows(screen);
      await seen.take(screen);
    }
    for (const way of PROMPTS) await seen.take(`elevate-${way}`, () => pretendPrompt(shared(), way));
    await person.goOn();
    await person.sayYesUntilResult(async (kind) => seen.take(kind));
    await seen.take('result');
    await person.goOn();
    await shared().shows('receipt');
    await seen.take('receipt');
    await person.goOn();
    await person.page.getByRole('dialog').getByLabel(person.word('common:save.folder')).waitFor();
    await seen.take('save');
    await person.page.keyboard.press('Escape');
    await person.nextInstrument();
    expect(seen.cut).toEqual([]);
  });

  test('lab staff where it does not go on: unknown, broken into, by hand, failed', { timeout: LONG }, async () => {
    const seen = camera();
    const person = new Person(shared());
    const { page } = shared();
    await shared().settle({ contact: 'Ms Example, extension 4711' });
    await person.introduce('lab', 'Kim Lab', 'Example Institute');
    await person.practise('unknown-product');
    await person.seeVerdict();
    await seen.take('lab-unknown-verdict');
    await person.press('verdict:toPlan');
    await shared().shows('plan');
    await seen.take('lab-unknown-plan');
    await page.evaluate('window.ucs.nextInstrument(null)');
    await shared().shows('welcome');

    await person.practise('signs-of-exploitation');
    await person.seeVerdict();
    await seen.take('lab-signs-verdict');
    await person.press('verdict:toPlan');
    await shared().shows('plan');
    await seen.take('lab-signs-plan');
    await page.evaluate('window.ucs.nextInstrument(null)');
    await shared().shows('welcome');

    await person.practise('miniseq-2.2.1');
    await person.seePlan();
    await person.prepare(readinessFor('miniseq-2.2.1'));
    await seen.take('lab-plan');
    await person.start();
    await person.sayYesUntil('confirm-idle');
    await seen.take('lab-guide', () => pretendGuide(shared()));
    await person.sayYesUntilResult();
    await person.goOn();
    await shared().shows('receipt');
    await seen.take('lab-receipt');
    await person.nextInstrument();

    await person.practise('installer-fails');
    await person.seePlan();
    await person.prepare(readinessFor('installer-fails'));
    await seen.take('lab-installer-plan');
    await person.start();
    await person.sayYesUntilResult();
    await seen.take('lab-failed');
    await person.goOn();
    await shared().shows('receipt');
    await person.nextInstrument();
    expect(seen.cut).toEqual([]);
  });
});
