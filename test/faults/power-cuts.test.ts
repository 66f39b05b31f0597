import { describe, expect, test } from 'vitest';
import { PracticeInstrument } from '../cli/practice-instrument.ts';
import { boundariesOf, expectSameEnd, type Undisturbed, undisturbed } from './power-cuts.ts';

const miseq = await undisturbed(await PracticeInstrument.create('miseq-4.0-ruo'), (one) => one.run());
const novaseq = await undisturbed(await PracticeInstrument.create('novaseq6000-1.7.5'), (one) => one.run());
const update = await undisturbed(await PracticeInstrument.create('installer-needs-reboot'), (one) => one.run());
const restarted = await update.done.copy();
await restarted.reboot();
const afterRestart = await undisturbed(restarted, (one) => one.resume());
const miseqBack = await undisturbed(miseq.done, (one) => one.rollback());

const COMMANDS: [string, Undisturbed, exitCode: number][] = [
  ['a run with firewall and service account', miseq, 0],
  ['a run with firewall and a guided log-on', novaseq, 0],
  ['a run up to the restart an update waits for', update, 11],
  ['a run that goes on after that restart', afterRestart, 0],
  ['a rollback of firewall and service account', miseqBack, 10],
];

describe.each(COMMANDS)('%s', (_what, normal, exitCode) => {
  test('ends as it should, and writes a journal, when nothing disturbs it', () => {
    expect(normal.end.exitCode).toBe(exitCode);
    expect(normal.last).toBeGreaterThan(normal.first);
  });

  describe.concurrent('loses nothing when the power goes', () => {
    test.each(boundariesOf(normal))('at journal entry %i, %s it is written', async (entry, moment) => {
      await expectSameEnd(normal, entry, moment);
    });
  });
});

test('a rollback brings back the very bytes the instrument had', async () => {
  expect(await miseqBack.done.state()).toBe(await miseq.start.state());
});
