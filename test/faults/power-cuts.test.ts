import { describe, expect, test } from 'vitest';
import { documentOf, errorCode, RunDocument } from '../cli/documents.ts';
import { PracticeInstrument, predicateOf } from '../cli/practice-instrument.ts';
import { boundariesOf, cutPower, expectSameEnd, type Undisturbed, undisturbed } from './power-cuts.ts';

const miseq = await undisturbed(await PracticeInstrument.create('miseq-4.0-ruo'), (one) => one.run());
const novaseq = await undisturbed(await PracticeInstrument.create('novaseq6000-1.7.5'), (one) => one.run());
const update = await undisturbed(await PracticeInstrument.create('installer-needs-reboot'), (one) => one.run());
const restarted = await update.done.copy();
await restarted.reboot();
const afterRestart = await undisturbed(restarted, (one) => one.resume());
const miseqBack = await undisturbed(miseq.done, (one) => one.rollback());

const untouched = await miseq.start.state();

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
  expect(await miseqBack.done.state()).toBe(untouched);
});

describe.concurrent('a person who wants it undone after the power went', () => {
  // A torn entry is cut off when the journal is opened again, so that it is as if it had never been begun.
  const begun = boundariesOf(miseq).filter(([entry, moment]) => moment !== 'torn' && (entry > 1 || moment === 'after'));

  test.each(begun)('at journal entry %i, %s it was written, gets the very bytes back', async (entry, moment) => {
    const instrument = await cutPower(miseq, entry, moment);
    const undone = documentOf(RunDocument, await instrument.rollback(), 10);
    expect(await instrument.state()).toBe(untouched);
    expect(await predicateOf(undone.receipt)).toMatchObject({ overall: 'exposed', practice: true });
    expect(await instrument.locks()).toEqual([]);
  });

  test('in the middle of a change finds it done once and for all, and can start anew', async () => {
    const instrument = await cutPower(miseq, 8, 'before');
    documentOf(RunDocument, await instrument.rollback(), 10);
    expect(errorCode(await instrument.rollback(), 2)).toBe('nothing-to-roll-back');
    expect(errorCode(await instrument.resume(), 2)).toBe('nothing-to-resume');
    expect((await instrument.run()).exitCode).toBe(0);
    expect(await instrument.comparableState()).toBe(miseq.end.state);
  });

  test('at the very first entry finds nothing to undo, and nothing was done', async () => {
    const instrument = await cutPower(miseq, 1, 'torn');
    expect(errorCode(await instrument.rollback(), 2)).toBe('nothing-to-roll-back');
    expect(await instrument.state()).toBe(untouched);
  });
});
