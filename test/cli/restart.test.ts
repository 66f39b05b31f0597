import { expect, test } from 'vitest';
import { documentOf, errorCode, RunDocument, VerifyDocument } from './documents.ts';
import { PracticeInstrument, predicateOf } from './practice-instrument.ts';

test('an update that waits for a restart is not called closed before it, and its receipts follow each other', async () => {
  const instrument = await PracticeInstrument.create('installer-needs-reboot');
  const run = documentOf(RunDocument, await instrument.run(), 11);
  expect(run).toMatchObject({ end: 'interim', overall: 'pending-reboot' });
  const waiting = await instrument.state();

  expect(errorCode(await instrument.run(), 11)).toBe('run-unfinished');
  expect((await instrument.command('assess')).exitCode).toBe(11);
  expect(await instrument.state()).toBe(waiting);

  const early = documentOf(RunDocument, await instrument.resume(), 11);
  expect(early.overall).toBe('pending-reboot');
  expect(await instrument.state()).toBe(waiting);

  await instrument.reboot();
  const last = documentOf(RunDocument, await instrument.resume(), 0);
  for (const { state } of last.verdicts) expect(['mitigated', 'fixed']).toContain(state);
  expect(last.runId).toBe(run.runId);

  const chain = await Promise.all([run, early, last].map(({ receipt }) => predicateOf(receipt)));
  expect(chain.map(({ supersedes }) => supersedes)).toEqual([null, chain[0]?.receiptId, chain[1]?.receiptId]);
  expect(chain.map(({ kind }) => kind)).toEqual(['interim', 'interim', 'completed']);
  documentOf(VerifyDocument, await instrument.verify([run, early, last].map(({ receipt }) => receipt)), 0);

  expect(errorCode(await instrument.resume(), 2)).toBe('nothing-to-resume');
  const finished = await instrument.state();
  expect(documentOf(RunDocument, await instrument.run(), 0).steps).toEqual([]);
  expect(await instrument.state()).toBe(finished);
});

test('after a restart somebody must look again whether the instrument is idle', async () => {
  const instrument = await PracticeInstrument.create('installer-needs-reboot');
  // The update does not lower the account, so that a step is left to do after the restart.
  await instrument.edit({ update: { account: null } });
  documentOf(RunDocument, await instrument.run(), 11);
  await instrument.reboot();
  const blind = documentOf(RunDocument, await instrument.command('resume'), 14);
  expect(blind.error?.code).toBe('idle-not-confirmed');
});

test('a restart names its instrument by itself only where there is no other', async () => {
  const instrument = await PracticeInstrument.create('installer-needs-reboot');
  const reboot = await instrument.rebootUnnamed();
  expect(reboot).toMatchObject({ exitCode: 0, json: { practice: 'installer-needs-reboot', rebooted: true } });
});
