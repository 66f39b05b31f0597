import { describe, expect, test } from 'vitest';
import { documentOf, errorCode, RunDocument } from '../cli/documents.ts';
import { PracticeInstrument, predicateOf } from '../cli/practice-instrument.ts';
import { boundariesOf, cutPower, undisturbed } from './power-cuts.ts';

const normal = await undisturbed(await PracticeInstrument.create('miseq-4.0-ruo'), (one) => one.run());
const untouched = await normal.start.state();

describe.concurrent('a person who wants it undone after the power went', () => {
  // A torn entry is cut off when the journal is opened again, so that it is as if it had never been begun.
  const begun = boundariesOf(normal).filter(
    ([entry, moment]) => moment !== 'torn' && (entry > 1 || moment === 'after'),
  );

  test.each(begun)('at journal entry %i, %s it was written, gets the very bytes back', async (entry, moment) => {
    const instrument = await cutPower(normal, entry, moment);
    const undone = documentOf(RunDocument, await instrument.rollback(), 10);
    expect(await instrument.state()).toBe(untouched);
    expect(await predicateOf(undone.receipt)).toMatchObject({ overall: 'exposed', practice: true });
    expect(await instrument.locks()).toEqual([]);
  });

  test('in the middle of a change finds it done once and for all, and can start anew', async () => {
    const instrument = await cutPower(normal, 8, 'before');
    documentOf(RunDocument, await instrument.rollback(), 10);
    expect(errorCode(await instrument.rollback(), 2)).toBe('nothing-to-roll-back');
    expect(errorCode(await instrument.resume(), 2)).toBe('nothing-to-resume');
    expect((await instrument.run()).exitCode).toBe(0);
    expect(await instrument.comparableState()).toBe(normal.end.state);
  });

  test('at the very first entry finds nothing to undo, and nothing was done', async () => {
    const instrument = await cutPower(normal, 1, 'torn');
    expect(errorCode(await instrument.rollback(), 2)).toBe('nothing-to-roll-back');
    expect(await instrument.state()).toBe(untouched);
  });
});
