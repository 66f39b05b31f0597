import { describe, expect, test } from 'vitest';
import { scenarioSummaries } from '../../main/host/practice/scenarios.ts';
import { EXIT } from '../../main/model/failure.ts';
import { sharedWindow } from './support/open-window.ts';
import { Person, readinessFor } from './support/person.ts';
import { noBrowser } from './support/wizard-window.ts';

/** These go their whole way in `path.test.ts`. */
const ELSEWHERE = [
  'miseq-4.0-ruo',
  'novaseq6000-1.8.1',
  'nextseq2000-1.4.1',
  'miseqdx-4.0.1',
  'nextseq550-4.0',
  'installer-needs-reboot',
];

/** The state as the person reads it. */
function stateShown(person: Person): Promise<string> {
  return person.page.locator('.badge[data-size="large"]').first().innerText();
}

describe.skipIf(noBrowser)('a person who decides as the scenario does', () => {
  const shared = sharedWindow();

  for (const { id, expectedExit } of scenarioSummaries().filter((scenario) => !ELSEWHERE.includes(scenario.id))) {
    test(`${id} ends as the command line ends (${expectedExit}), and is not shown as better than it is`, async () => {
      const window = shared();
      const person = new Person(window);
      if ((await person.nameField.inputValue()) === '') await person.introduce('technician');
      await person.practise(id);
      await person.seePlan();
      await person.prepare(readinessFor(id));

      const { prepared } = await window.snapshot();
      const shut = await person.isStopped();
      // A gate that the command line closes in a run is closed here before one can begin.
      expect(shut).toBe(expectedExit === EXIT.gateClosed);
      if (shut) await person.press('plan:stop');
      else if (prepared?.plan.steps.length === 0) await person.goOn();
      else await person.start();

      const { ended, receipt } = await person.sayYesUntilResult();
      if (!shut) expect(ended?.result.exitCode).toBe(expectedExit);
      if (expectedExit !== EXIT.nothingToDo) {
        expect(['mitigated', 'fixed', 'not-affected']).not.toContain(ended?.result.overall);
      }
      expect(await stateShown(person)).toBe(person.word(`common:state.${ended?.result.overall}`));
      expect(receipt?.content.verdicts.length).toBe(2);
      await person.goOn();
      await window.shows('receipt');
      await person.nextInstrument();
    });
  }

  test('an instrument nobody knows is shown as unknown; nothing is offered, and practice stays marked as practice', async () => {
    const window = shared();
    const person = new Person(window);
    await person.introduce('lab');
    await person.practise('unknown-product');
    await person.seeVerdict();
    expect(await stateShown(person)).toBe(person.word('common:state.unknown'));
    expect(await person.page.locator('.practice-band').isVisible()).toBe(true);
    expect((await window.snapshot()).prepared?.plan.steps).toEqual([]);
    await person.goOn();
    expect((await person.sayYesUntilResult()).ended?.result).toMatchObject({ overall: 'unknown', exitCode: 13 });
    await person.goOn();
    await window.shows('receipt');
    await person.nextInstrument();
  });

  test('without a trace of an instrument the first screen chooses nothing by itself', async () => {
    const { page } = shared();
    expect(await page.locator('input[value="practice"]').isChecked()).toBe(false);
    expect(await page.locator('[data-action="primary"]').getAttribute('aria-disabled')).toBe('true');
    expect(await page.locator('.practice-band').count()).toBe(0);
  });
});
