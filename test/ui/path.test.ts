import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, inject, test } from 'vitest';
import { axeFindings, smallTargets } from './support/audit.ts';
import { sharedWindow } from './support/open-window.ts';
import { Person, readinessFor } from './support/person.ts';
import { noBrowser, type WizardWindow } from './support/wizard-window.ts';

/** Five instruments that differ in system, service, account path, installer, site pack and gates. */
const COURSES: readonly { scenario: string; overall: string }[] = [
  { scenario: 'miseq-4.0-ruo', overall: 'mitigated' },
  { scenario: 'novaseq6000-1.8.1', overall: 'mitigated' },
  { scenario: 'nextseq2000-1.4.1', overall: 'mitigated' },
  { scenario: 'miseqdx-4.0.1', overall: 'mitigated' },
  { scenario: 'nextseq550-4.0', overall: 'fixed' },
];

/** One who has worked before is known: role, name and site stay from instrument to instrument. */
async function sitDown(person: Person, role: 'technician' | 'lab'): Promise<void> {
  if ((await person.nameField.inputValue()) === '') await person.introduce(role);
  expect(await person.nameField.inputValue()).toBe('A. Tech');
  expect(await person.siteField.inputValue()).toBe('Lab 1');
  expect(await person.page.locator(`input[type="radio"][value="${role}"]`).isChecked()).toBe(true);
}

/** The receipt where the person wants it; lab staff may leave it where the program kept it. */
async function receiptOf(window: WizardWindow, person: Person, role: 'technician' | 'lab'): Promise<string> {
  if (role === 'technician') return person.saveReceipt(join(window.folder, 'stick'));
  return (await window.snapshot()).receipt?.kept ?? '';
}

for (const role of ['technician', 'lab'] as const) {
  describe.skipIf(noBrowser)(`a person at the window, one instrument after the other (${role})`, () => {
    const shared = sharedWindow();

    for (const { scenario, overall } of COURSES) {
      test(`${scenario} from the first screen to a receipt that verifies`, async () => {
        const window = shared();
        const person = new Person(window);
        await sitDown(person, role);
        await person.practise(scenario);
        await person.seePlan();
        await person.prepare(readinessFor(scenario));
        await person.start();
        const { ended } = await person.sayYesUntilResult();
        expect(ended?.result).toMatchObject({ overall, exitCode: 0 });
        await person.goOn();
        await window.shows('receipt');
        const path = await receiptOf(window, person, role);
        const key = path.replace('.receipt.json', '.pub.pem');
        const { exitCode, stdout } = await execa(process.execPath, [inject('program'), 'verify', path, '--key', key], {
          reject: false,
        });
        expect(stdout).toContain('PRACTICE');
        expect(stdout).toContain('A. Tech');
        expect(exitCode).toBe(0);
        await person.nextInstrument();
      });
    }
  });
}

describe.skipIf(noBrowser)('an instrument whose copy service goes by another name', () => {
  const shared = sharedWindow();

  test('is remedied once a person who knows it chooses unit and network, is not shown as better for that, and the receipt says who said so', async () => {
    const window = shared();
    const person = new Person(window);
    await person.introduce('technician');
    await person.practise('nextseq2000-unit-unknown');
    await person.goOn();
    await window.shows('instrument');
    expect(await smallTargets(window.page)).toEqual([]);
    expect(await axeFindings(window.page)).toEqual([]);
    await window.page.locator('input[type="radio"][value="practice-transfer.service"]').check();
    await person.press('instrument:unit.record');
    await window.page.getByText(person.word('instrument:statement.recorded')).waitFor();
    await person.goOn();
    await window.shows('verdict');
    expect((await window.snapshot()).look?.assessment.overall).toBe('exposed');
    await person.press('verdict:toPlan');
    await window.shows('plan');
    await window.page.getByLabel(person.word('plan:networks.inside', { name: 'eth1' })).click();
    await window.page
      .getByText(person.word('engine:change.stated-network', { name: 'eth1' }))
      .first()
      .waitFor();
    expect(await smallTargets(window.page)).toEqual([]);
    expect(await axeFindings(window.page)).toEqual([]);
    await person.prepare({ account: 'ilmnuser' });
    await person.start();
    const { ended, receipt } = await person.sayYesUntilResult();
    expect(ended?.result.steps.map(({ id, outcome }) => [id, outcome.status])).toEqual([
      ['firewall-ports', 'done'],
      ['ucs-account', 'done'],
    ]);
    expect(ended?.result).toMatchObject({ overall: 'exposed', exitCode: 10 });
    expect(receipt?.content.instrument.stated).toEqual([
      'The unit "practice-transfer.service" is the copy service (UCS).',
      'The network eth1 leads only to parts of the instrument itself.',
    ]);
  });
});

describe.skipIf(noBrowser)('an instrument that must be restarted', () => {
  const shared = sharedWindow();

  test('is restarted and gone on with from the result', async () => {
    const window = shared();
    const person = new Person(window);
    await person.introduce('technician');
    await person.practise('installer-needs-reboot');
    await person.seePlan();
    await person.prepare(readinessFor('installer-needs-reboot'));
    await person.start();
    expect((await person.sayYesUntilResult()).ended?.result).toMatchObject({ overall: 'pending-reboot', exitCode: 11 });
    await person.goOn();
    await window.shows('run');
    expect((await person.sayYesUntilResult()).ended?.result).toMatchObject({ overall: 'mitigated', exitCode: 0 });
  });
});
