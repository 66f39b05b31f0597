import { describe, expect, test } from 'vitest';
import { LANGUAGES, type Language } from '../../main/ipc/wizard-snapshot.ts';
import { cutSideways, unfold } from './support/audit.ts';
import { sharedWindow } from './support/open-window.ts';
import { Person } from './support/person.ts';
import { noBrowser, type WizardWindow } from './support/wizard-window.ts';
import { word } from './support/words.ts';

/** Text on the screen that was meant for the program: the name of a text, or a place nothing was put into. */
const NO_WORDS = /\b(?:common|welcome|look|instrument|verdict|plan|steps|picture):[a-z][\w.-]*|\{\{|\}\}/g;

/** What is wrong with the screen in each language. */
async function wrongInAnyLanguage(window: WizardWindow, heading: (language: Language) => string): Promise<string[]> {
  const { page } = window;
  const wrong: string[] = [];
  await unfold(page);
  for (const language of LANGUAGES) {
    await window.settle({ language });
    const h1 = (await page.locator('h1').innerText()).trim();
    if (h1 !== heading(language)) wrong.push(`${language}: the heading is "${h1}", not "${heading(language)}"`);
    const text = await page.locator('body').innerText();
    for (const [found] of text.matchAll(NO_WORDS)) wrong.push(`${language}: "${found}" is shown`);
    wrong.push(...(await cutSideways(page)).map((what) => `${language}: cut: ${what}`));
  }
  return wrong;
}

describe.skipIf(noBrowser)('the language is changed in the middle of the work', () => {
  const shared = sharedWindow();

  test('and the verdict and the plan are whole in each of the six, without a restart', {
    timeout: 300_000,
  }, async () => {
    const window = shared();
    const person = new Person(window);
    await window.page.setViewportSize({ width: 1024, height: 768 });
    await window.settle({ language: 'en' });
    await person.introduce('technician');
    await person.practise('miseq-4.0-ruo');
    await person.seeVerdict();
    const wrong = await wrongInAnyLanguage(window, (language) => word(language, 'verdict:title'));
    await window.settle({ language: 'en' });
    await person.press('verdict:toPlan');
    await window.shows('plan');
    wrong.push(...(await wrongInAnyLanguage(window, (language) => word(language, 'plan:title'))));
    expect(wrong).toEqual([]);
  });
});
