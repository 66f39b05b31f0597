import { describe, expect, test } from 'vitest';
import type { Theme } from '../../main/ipc/wizard-snapshot.ts';
import { axeFindings, cutSideways, smallTargets, unfold } from './support/audit.ts';
import { sharedWindow } from './support/open-window.ts';
import { Person, readinessFor } from './support/person.ts';
import { noBrowser, type WizardWindow } from './support/wizard-window.ts';

/** The usual panel, the smallest one, and what is left of the usual one when everything is twice as large. */
const SIZES = [
  { name: '1280x1024', width: 1280, height: 1024 },
  { name: '1024x768', width: 1024, height: 768 },
  { name: '200 %', width: 640, height: 512 },
] as const;

/** Axe looks at every element of every screen. */
const LONG = 300_000;

/** Colours are all that changes with the theme. */
const OTHER_THEMES: readonly Theme[] = ['dark', 'contrast'];

/** Everything that is wrong with what is shown now, as lines that begin with its name. */
async function wrongWith(window: WizardWindow, name: string): Promise<string[]> {
  const { page } = window;
  await unfold(page);
  const wrong = (await axeFindings(page)).map((finding) => `axe: ${finding}`);
  for (const theme of OTHER_THEMES) {
    await window.settle({ theme });
    wrong.push(...(await axeFindings(page, ['color-contrast'])).map((finding) => `axe, ${theme}: ${finding}`));
  }
  await window.settle({ theme: 'light' });
  for (const size of SIZES) {
    await page.setViewportSize(size);
    wrong.push(...(await cutSideways(page)).map((what) => `cut at ${size.name}: ${what}`));
    wrong.push(...(await smallTargets(page)).map((what) => `small at ${size.name}: ${what}`));
  }
  await page.setViewportSize(SIZES[0]);
  return wrong.map((what) => `${name}: ${what}`);
}

describe.skipIf(noBrowser)('nobody is shut out: nothing for axe to find, nothing too small, nothing cut', () => {
  const shared = sharedWindow();

  test('on any screen of a technician, with details unfolded, with questions, and in dialogs', {
    timeout: LONG,
  }, async () => {
    const window = shared();
    const person = new Person(window);
    const { page } = window;
    const wrong: string[] = [];
    const check = async (name: string) => void wrong.push(...(await wrongWith(window, name)));
    const dialog = async (name: string, close = true) => {
      await page.getByRole('dialog').waitFor();
      await check(name);
      if (close) await page.keyboard.press('Escape');
    };

    await window.settle({ theme: 'light' });
    await person.introduce('technician');
    await page.locator('input[type="radio"][value="practice"]').check();
    await check('welcome');
    await person.press('common:help.button');
    await dialog('help', false);
    await page
      .getByRole('dialog')
      .getByRole('button', { name: person.word('common:support.save') })
      .click();
    await dialog('support');

    await person.practise('miseq-4.0-ruo');
    await page.locator('[data-action="primary"][aria-disabled="false"]').waitFor();
    await check('look');
    for (const screen of ['instrument', 'verdict', 'plan'] as const) {
      await person.goOn();
      await window.shows(screen);
      await check(screen);
    }
    await person.prepare(readinessFor('miseq-4.0-ruo'));
    await person.goOn();
    await window.shows('elevate');
    await check('elevate');
    await person.goOn();
    const asked = new Set<string>();
    const { receipt } = await person.sayYesUntilResult(async (kind) => {
      if (asked.has(kind)) return;
      asked.add(kind);
      await check(`question: ${kind}`);
    });
    expect(receipt).not.toBeNull();
    expect([...asked]).toEqual(expect.arrayContaining(['approve', 'confirm-idle', 'password']));
    await check('result');
    await person.press('result:undo.button');
    await dialog('undo');
    await person.goOn();
    await window.shows('receipt');
    await check('receipt');
    await person.goOn();
    await page.getByRole('dialog').getByLabel(person.word('common:save.folder')).fill('/nowhere/at/all');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: person.word('common:save.here') })
      .click();
    await page.getByRole('dialog').getByText('/nowhere/at/all').first().waitFor();
    await dialog('save, refused');
    await person.nextInstrument();
    expect(wrong).toEqual([]);
  });

  test('where lab staff stop: strong signs, an installer, a problem, a failed run', { timeout: LONG }, async () => {
    const window = shared();
    const person = new Person(window);
    const wrong: string[] = [];
    const check = async (name: string) => void wrong.push(...(await wrongWith(window, name)));
    await window.settle({ theme: 'light', contact: 'Ms Example, extension 4711' });
    await person.introduce('lab');
    await person.practise('signs-of-exploitation');
    await person.seePlan();
    await check('plan with strong signs, lab');
    // What is not theirs to decide is not put before them.
    expect(await window.page.locator('.work-facts').count()).toBe(0);
    expect(await person.isStopped()).toBe(false);
    await person.press('plan:stop');
    await person.sayYesUntilResult();
    await check('result of a stop, lab');
    await person.goOn();
    await window.shows('receipt');
    await check('receipt, lab');
    await person.nextInstrument();

    await person.practise('dx-without-change-control');
    await person.seePlan();
    await check('plan that needs change control, lab');
    await person.press('plan:stop');
    await person.sayYesUntilResult();
    await person.goOn();
    await window.shows('receipt');
    await person.nextInstrument();

    await person.practise('installer-fails');
    await person.seePlan();
    await check('plan with an installer, lab');
    await window.page.locator('input[type="radio"][value=""]').check();
    await window.page.evaluate(`window.ucs.decide({ installer: 'E:\\\\nothing-here.exe' })`);
    await window.page.getByText(person.word('plan:installer.refused')).waitFor();
    await check('plan with a refused installer, lab');
    await window.page.evaluate(`window.ucs.decide({ installer: 'E:\\\\UCS Update\\\\UCS-Setup-fails.exe' })`);
    await window.page.getByText(person.word('plan:installer.refused')).waitFor({ state: 'detached' });
    await person.prepare(readinessFor('installer-fails'));
    await person.start();
    await person.sayYesUntilResult();
    await check('result of a failed installer, lab');
    await window.page.getByRole('button', { name: person.word('common:support.save') }).waitFor();
    await person.goOn();
    await window.shows('receipt');
    await person.nextInstrument();
    expect(wrong).toEqual([]);
  });

  test('motion stops where the system asks for less of it, and colours follow the system', async () => {
    const window = shared();
    const { page } = window;
    const moving = () =>
      page.evaluate(`(() => {
        const spinner = document.body.appendChild(Object.assign(document.createElement('span'), { className: 'spinner' }));
        const long = (value) => value.split(',').some((each) => parseFloat(each) > 0.01);
        const endless = [...document.querySelectorAll('*')].filter((each) => {
          const { animationName, animationDuration, animationIterationCount, transitionDuration } = getComputedStyle(each);
          const runs = animationName !== 'none' && (long(animationDuration) || animationIterationCount === 'infinite');
          return runs || long(transitionDuration);
        }).length;
        spinner.remove();
        return endless;
      })()`);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await moving()).toBe(0);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    expect(await moving()).toBeGreaterThan(0);
    await window.settle({ theme: 'system' });
    for (const [media, theme] of [
      [{ colorScheme: 'dark' }, 'dark'],
      [{ colorScheme: 'light' }, 'light'],
      [{ contrast: 'more' }, 'contrast'],
    ] as const) {
      await page.emulateMedia(media);
      await page.locator(`html[data-theme="${theme}"]`).waitFor();
    }
    await page.emulateMedia({ colorScheme: null, contrast: null, reducedMotion: null });
  });
});
