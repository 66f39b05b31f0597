import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FactName } from '../../main/model/observation.ts';
import type { DeskPerson } from './support/desktop/desk-person.ts';
import { Desktop, missingForDesktop } from './support/desktop/desktop.ts';
import { KeyboardPerson } from './support/desktop/keyboard-person.ts';
import { MousePerson } from './support/desktop/mouse-person.ts';
import { freshCheckout, noOwnNetwork, StartedWizard } from './support/desktop/started-wizard.ts';
import { noBrowser } from './support/wizard-window.ts';

const skipped = noBrowser || (await missingForDesktop()) || (await noOwnNetwork());

/** It builds and starts first; a busy machine takes its time. */
const LONG = 300_000;

/** The question for a password: something was changed before it comes. */
const IN_THE_MIDDLE = 'run:password.simulated';

/** Questions, and the plan, by the button that says yes. */
const YES = ['run:confirm.idle.yes', 'run:confirm.backup.yes', 'run:guide.done', 'approve:approve', IN_THE_MIDDLE];

/**
 * Really `npm start`, in a copy of the checkout where nothing was built, on a display of its own, in a network of its own. Who works it
 * knows only what a screen reader is told, and has only the keys and the mouse of the desktop: the program is steered by nothing else.
 * The tests follow one another at the same window, as a day does.
 */
describe.skipIf(skipped)('npm start on a desktop, worked by a person with a screen reader', () => {
  let desktop: Desktop;
  let wizard: StartedWizard;
  const listening = new Set<string>();

  beforeAll(async () => {
    desktop = await Desktop.start();
    await freshCheckout(join(desktop.home, 'checkout'));
    wizard = start();
  });
  afterAll(async () => {
    await wizard?.killAll();
    await desktop?.close();
  });

  function start(): StartedWizard {
    return new StartedWizard(desktop, join(desktop.home, 'checkout'));
  }

  async function noteListeners(): Promise<void> {
    for (const line of await wizard.listeners()) listening.add(line);
  }

  /** From the first screen to the question for rights. */
  async function begin(person: DeskPerson, scenario: string, { backup }: { backup: boolean }): Promise<void> {
    await person.choose(person.word('welcome:machine.practice'));
    await person.fill(person.word('welcome:practice.search'), scenario);
    await person.choose(person.word(`engine:practice.${scenario.replaceAll('.', '-')}.title`));
    await person.pressButton('welcome:start.practice');
    await person.arriveAt('look:title', 'look:titleDone');
    await person.pressButton('look:next');
    await person.arriveAt('instrument:titleKnown');
    await person.pressButton('instrument:next');
    await person.arriveAt('verdict:title');
    await person.pressButton('verdict:toPlan');
    await person.arriveAt('plan:title');
    if (backup) await person.tick('plan:backup');
    await person.pressButton('plan:next');
    await person.arriveAt('elevate:titleOf.practice');
    await person.pressButton('elevate:next.practice');
  }

  /** Says yes to what is asked, until a screen or a question is shown, by the key of its words. */
  async function sayYesUntil(person: DeskPerson, wanted: string): Promise<void> {
    for (;;) {
      const seen = await person.firstOf([wanted, ...YES]);
      await noteListeners();
      if (seen === wanted) return;
      await person.pressButton(seen);
      await person.gone(seen);
    }
  }

  async function saveReceipt(person: DeskPerson): Promise<void> {
    await person.pressButton('result:next');
    await person.arriveAt('receipt:title');
    await person.openDialog(person.word('receipt:save'), person.word('receipt:saveTitle'));
    await person.fill(person.word('common:save.folder'), join(desktop.home, 'stick'));
    await person.pressButton('common:save.here');
    await person.hears(person.word('common:save.done', { path: join(desktop.home, 'stick') }));
    await person.closeDialog(person.word('receipt:nextInstrument'));
  }

  test('finishes miseq-4.0-ruo in German by the keyboard alone, although the browser is killed in the middle of it', {
    timeout: LONG,
  }, async () => {
    const person = new KeyboardPerson(desktop);
    await person.arriveAt('welcome:title');
    const display = (language: string) => person.word('common:preferences.button', { language });
    await person.openDialog(display('English'), person.word('common:preferences.title'));
    await person.select(person.word('common:preferences.language'), 'Deutsch');
    person.language = 'de';
    await person.closeDialog(display('Deutsch'));
    await person.choose(person.word('welcome:person.technician'));
    await person.fill(person.word('welcome:person.name'), 'A Tech');
    await begin(person, 'miseq-4.0-ruo', { backup: false });
    await sayYesUntil(person, IN_THE_MIDDLE);
    await wizard.killBrowser();
    // Gone at once, so what is seen now is the window that comes in its place: with the same question.
    await person.gone(IN_THE_MIDDLE);
    await person.firstOf([IN_THE_MIDDLE]);
    await sayYesUntil(person, 'result:title.mitigated');
    await person.arriveAt('result:title.mitigated');
    await saveReceipt(person);
    await person.pressButton('receipt:nextInstrument');
    await person.arriveAt('welcome:title');
    // What happens is read out as it happens, in the language of the window.
    expect(person.heard).toContain(person.word('look:allRead', { total: String(FactName.options.length) }));
    // Sentences of the run follow each other within milliseconds: which of them a reader gets to say differs.
    expect(person.heard.join('\n')).toMatch(
      /Firewallregeln (werden|wurden) hinzugefügt|Ein Standardkonto nimmt ihm|w(ird|urde) auf die Anmeldung als \S+ umgestellt/,
    );
    expect(person.unclear).toEqual([]);
  });

  test('finishes novaseq6000-1.8.1 with the mouse', { timeout: LONG }, async () => {
    const person = new MousePerson(desktop, 'de');
    await begin(person, 'novaseq6000-1.8.1', { backup: true });
    await sayYesUntil(person, 'result:title.mitigated');
    await saveReceipt(person);
    expect(person.unclear).toEqual([]);
    await person.pressButton('receipt:nextInstrument');
    await person.arriveAt('welcome:title');
  });

  test('finishes installer-needs-reboot although everything is killed in the middle of the run', {
    timeout: LONG,
  }, async () => {
    const person = new MousePerson(desktop, 'de');
    await begin(person, 'installer-needs-reboot', { backup: true });
    await sayYesUntil(person, 'run:title.run');
    await wizard.killAll();
    wizard = start();
    await person.firstOf(['welcome:title']);
    await person.choose(person.word('welcome:unfinished.continue'));
    await person.pressButton('welcome:start.continue');
    await sayYesUntil(person, 'result:title.interim');
    await person.pressButton('result:restart.practice');
    await sayYesUntil(person, 'result:title.mitigated');
    await saveReceipt(person);
    expect(person.unclear).toEqual([]);
  });

  test('opens no port while it runs', () => {
    expect([...listening]).toEqual([]);
  });
});
