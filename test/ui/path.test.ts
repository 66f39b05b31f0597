import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { Person, type Readiness } from './support/person.ts';
import { noBrowser, WizardWindow } from './support/wizard-window.ts';

const CHANGE_CONTROL = { reference: 'CC-2026-11', authorisedBy: 'Q. Officer' };

/** Five instruments that differ in system, service, account path and gates. */
const COURSES: readonly { scenario: string; overall: string; needs: Readiness }[] = [
  { scenario: 'miseq-4.0-ruo', overall: 'mitigated', needs: {} },
  { scenario: 'novaseq6000-1.8.1', overall: 'mitigated', needs: {} },
  { scenario: 'nextseq2000-1.4.1', overall: 'mitigated', needs: {} },
  { scenario: 'miseqdx-4.0.1', overall: 'mitigated', needs: { changeControl: CHANGE_CONTROL } },
];

let window: WizardWindow;

afterEach(() => window.leave());

describe.skipIf(noBrowser)('a person at the window', () => {
  for (const role of ['technician', 'lab'] as const) {
    for (const { scenario, overall, needs } of COURSES) {
      test(`${role}: ${scenario} from the first screen to a receipt that verifies`, async () => {
        window = await WizardWindow.open();
        const person = new Person(window);
        await person.introduce(role);
        await person.practise(scenario);
        await person.seePlan();
        await person.prepare(needs);
        await person.start();
        const { ended } = await person.sayYesUntilResult();
        expect(ended?.result.overall).toBe(overall);
        await person.goOn();
        await window.shows('receipt');
        const { receipt } = await window.snapshot();
        const path =
          role === 'technician' ? await person.saveReceipt(join(window.folder, 'stick')) : (receipt?.kept ?? '');
        const key = path.replace('.receipt.json', '.pub.pem');
        const { exitCode, stdout } = await execa(process.execPath, [inject('program'), 'verify', path, '--key', key], {
          reject: false,
        });
        expect(stdout).toContain('PRACTICE');
        expect(exitCode).toBe(0);
      });
    }
  }

  test('an instrument that must be restarted is restarted and gone on with from the result', async () => {
    window = await WizardWindow.open();
    const person = new Person(window);
    await person.introduce('technician');
    await person.practise('installer-needs-reboot');
    await person.seePlan();
    await person.prepare({ backup: true });
    await person.start();
    expect((await person.sayYesUntilResult()).ended?.result.overall).toBe('pending-reboot');
    await person.goOn();
    await window.shows('run');
    expect((await person.sayYesUntilResult()).ended?.result.overall).toBe('mitigated');
  });
});
