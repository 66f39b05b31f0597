import { describe, expect, test } from 'vitest';
import type { Screen } from '../../main/ipc/wizard-snapshot.ts';
import { Keyboard } from './support/keyboard.ts';
import { sharedWindow } from './support/open-window.ts';
import { readinessFor } from './support/person.ts';
import { noBrowser } from './support/wizard-window.ts';
import { word } from './support/words.ts';

const SCENARIO = 'miseq-4.0-ruo';

const YES = {
  'confirm-idle': 'run:confirm.idle.yes',
  'confirm-backup': 'run:confirm.backup.yes',
  guide: 'run:guide.done',
  password: 'run:password.simulated',
} as const;

describe.skipIf(noBrowser)('a person without a pointer, in German', () => {
  const shared = sharedWindow();

  test('comes from the first screen to the receipt, always sees the focus, and is never held by it', {
    timeout: 300_000,
  }, async () => {
    const window = shared();
    const keys = new Keyboard(() => window.page);
    const de = (key: string) => word('de', key);
    const arrivedAt = async (screen: Screen) => {
      // On these a question can come at once; its own heading takes the focus then.
      const heading = screen === 'run' || screen === 'approve' ? /^h[12]$/ : /^h1$/;
      await window.shows(screen);
      await expect.poll(async () => (await keys.focused()).element, { message: `focus on ${screen}` }).toMatch(heading);
    };
    await window.settle({ language: 'de' });
    const { about } = await window.snapshot();
    await arrivedAt('welcome');
    await keys.choose('technician', ['technician', 'lab']);
    await keys.fill(de('welcome:person.name'), 'A. Tech');
    await keys.choose('practice', ['this-machine', 'practice']);
    await keys.choose(
      SCENARIO,
      about.practice.map(({ id }) => id),
    );
    expect(await keys.round()).not.toEqual([]);
    await keys.goOn();
    for (const screen of ['look', 'instrument', 'verdict'] as const) {
      await arrivedAt(screen);
      await keys.goOn();
    }
    await arrivedAt('plan');
    if (readinessFor(SCENARIO).backup === true) await keys.check(de('plan:backup'));
    await keys.round();
    await keys.goOn();
    await arrivedAt('elevate');
    await keys.goOn();

    const answered = new Set<string>();
    let shown: Screen = 'elevate';
    for (;;) {
      const { screen, work } = await window.snapshot();
      if (screen !== shown) await arrivedAt(screen);
      shown = screen;
      if (screen === 'result') break;
      const asked = work?.question ?? null;
      if (asked === null || answered.has(asked.id)) {
        await window.page.waitForTimeout(20);
        continue;
      }
      answered.add(asked.id);
      if (asked.question.kind === 'approve') await keys.goOn();
      else await keys.pressButton(de(YES[asked.question.kind]));
    }
    expect((await window.snapshot()).ended?.result).toMatchObject({ overall: 'mitigated', exitCode: 0 });
    await keys.goOn();
    await arrivedAt('receipt');
    await keys.round();
    expect(keys.unseen).toEqual([]);
  });
});
