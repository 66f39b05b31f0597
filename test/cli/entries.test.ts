import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AssessDocument, documentOf, errorCode, PlanDocument, RunDocument, VerifyDocument } from './documents.ts';
import { absent, newFolder } from './harness.ts';
import { followOpensslGuide, OPENSSL, SHELL } from './openssl-guide.ts';
import { PracticeInstrument, predicateOf } from './practice-instrument.ts';
import { listedScenarios } from './scenarios.ts';

const { entries } = await listedScenarios();
/** One stick for all: the instruments of a data folder share its key and its folder of receipts. */
const dataDir = await newFolder();
const receipts: string[] = [];
const noOpenssl = absent('checking receipts with OpenSSL', [OPENSSL, SHELL]);

test('every product of the advisory has a practice instrument', () => {
  expect(entries.map(({ entry }) => entry).sort()).toEqual(
    Array.from({ length: 13 }, (_, n) => `CSAFPID-000${n + 1}`).sort(),
  );
});

describe.concurrent.each(entries)('$id ($entry), from the first look to the last', ({ id, entry }) => {
  test('it is closed, a second run changes nothing, and a rollback is honest', async () => {
    const instrument = await PracticeInstrument.create(id, dataDir);
    const untouched = await instrument.state();

    const before = documentOf(AssessDocument, await instrument.command('assess'), 10);
    expect(before).toMatchObject({ listed: [entry], overall: 'exposed' });
    const plan = documentOf(PlanDocument, await instrument.command('plan'), 10);
    expect(plan.steps.length).toBeGreaterThan(0);
    expect(await instrument.state(), 'looking and planning change nothing').toBe(untouched);

    const run = documentOf(RunDocument, await instrument.run(), 0);
    for (const { cve, state } of run.verdicts) expect(['mitigated', 'fixed'], cve).toContain(state);
    expect(run.steps.map((step) => step.id)).toEqual(plan.steps.map((step) => step.id));
    const remediated = await instrument.state();
    expect(remediated).not.toBe(untouched);
    const after = documentOf(AssessDocument, await instrument.command('assess'), 0);
    expect(after.verdicts.map(({ state }) => state)).toEqual(run.verdicts.map(({ state }) => state));

    const receipt = await predicateOf(run.receipt);
    expect(receipt).toMatchObject({ practice: true, overall: run.overall, supersedes: null, kind: 'completed' });
    expect(receipt.verdicts).toEqual(run.verdicts);

    receipts.push(run.receipt);

    const second = documentOf(RunDocument, await instrument.run(), 0);
    expect(second).toMatchObject({ steps: [], overall: run.overall, end: 'nothing-to-do' });
    expect(await instrument.state()).toBe(remediated);

    const irreversible = plan.steps.some(
      (step) => !step.reversible && run.steps.some((done) => done.id === step.id && done.outcome === 'done'),
    );
    if (irreversible) await expectRollbackToSayWhatItCannotUndo(instrument, receipt.receiptId);
    else await expectRollbackToBringBack(instrument, untouched, receipt.receiptId);
    expect(errorCode(await instrument.rollback(), 2)).toBe('nothing-to-roll-back');
  });
});

async function expectRollbackToBringBack(instrument: PracticeInstrument, untouched: string, first: string) {
  const undone = documentOf(RunDocument, await instrument.rollback(), 10);
  expect(undone).toMatchObject({ end: 'rolled-back', overall: 'exposed' });
  expect(await instrument.state()).toBe(untouched);
  expect(await predicateOf(undone.receipt)).toMatchObject({ kind: 'rolled-back', supersedes: first });
  receipts.push(undone.receipt);
}

async function expectRollbackToSayWhatItCannotUndo(instrument: PracticeInstrument, first: string) {
  const finished = await instrument.rollback();
  const undone = RunDocument.parse(finished.json);
  expect(undone.steps).toContainEqual(
    expect.objectContaining({ id: 'product-installer', outcome: 'blocked', code: 'not-reversible' }),
  );
  // Whoever reads only the head of the receipt must not believe that the installer is gone.
  expect(await predicateOf(undone.receipt)).toMatchObject({ kind: 'failed', supersedes: first });
}

describe('the receipts of all of them', () => {
  test('prove themselves, loudly as practice', async () => {
    expect(receipts.length).toBeGreaterThan(entries.length);
    const instrument = await PracticeInstrument.create(entries[0]?.id ?? '', dataDir);
    const report = documentOf(VerifyDocument, await instrument.verify(receipts), 0);
    expect(report.receipts.map(({ file }) => file)).toEqual(receipts);
    for (const receipt of report.receipts) {
      expect(receipt, receipt.file).toMatchObject({ accepted: true, practice: true, page: 'matches' });
    }
    const key = await instrument.publicKeyFile();
    const words = await instrument.verifyAsPerson(receipts, ['--key', key]);
    expect(words.exitCode).toBe(0);
    expect(words.stdout.match(/PRACTICE PRACTICE PRACTICE/g)).toHaveLength(receipts.length);
  });

  test('are trusted nowhere, even where somebody enrolled the practice key', async () => {
    const instrument = await PracticeInstrument.create(entries[0]?.id ?? '', dataDir);
    const refused = await instrument.verifyAsPerson(receipts, ['--trust', await instrument.enrolPracticeKey()]);
    expect(refused.exitCode).toBe(17);
    expect(refused.stdout.match(/NOT ACCEPTED \(practice-not-trusted\)/g)).toHaveLength(receipts.length);
  });

  test.skipIf(noOpenssl)('are proved by OpenSSL alone, as the guide says', async () => {
    for (const receipt of receipts) {
      const { receiptId } = await predicateOf(receipt);
      const openssl = await followOpensslGuide(dirname(receipt), receiptId);
      expect(openssl.exitCode, openssl.stderr).toBe(0);
      expect(openssl.stdout).toContain('Signature Verified Successfully');
      expect(openssl.stdout).toContain('urn:ucs-remediation-wizard:practice-receipt:v1');
    }
  });
});
