import { describe, expect, test } from 'vitest';
import { documentOf, RunDocument, VerifyDocument } from './documents.ts';
import { PracticeInstrument, predicateOf, withoutRunIds } from './practice-instrument.ts';
import { listedScenarios } from './scenarios.ts';

/** What a run may leave changed in the state of an edge, by the names at the top of the state file. Everything else: nothing. */
const MAY_CHANGE: Record<string, string[]> = {
  'nextseq2000-1.6-disputed': ['firewall', 'services'],
  'installer-fails': ['installers'],
  'installer-cancelled': ['installers'],
  'installer-needs-reboot': ['installers', 'updateWaitsForRestart'],
  'single-administrator': ['firewall'],
  'policy-overrides-firewall': ['firewall', 'services'],
};

const { edges } = await listedScenarios();

test('every edge of the work order is there, with the exit code it was given', () => {
  expect(Object.fromEntries(edges.map(({ id, expectedExit }) => [id, expectedExit]))).toMatchObject({
    'nextseq550dx-os-1.3.2-unlisted': 0,
    'miseq-3.1-unlisted': 0,
    'already-remediated': 0,
    'nextseq2000-1.6-disputed': 0,
    'installer-fails': 10,
    'installer-cancelled': 10,
    'single-administrator': 10,
    'installer-needs-reboot': 11,
    'policy-overrides-firewall': 12,
    'unknown-product': 13,
    'nextseq2000-unit-unknown': 13,
    'ucs-stopped': 13,
    'two-products': 13,
    'run-in-progress': 14,
    'dx-without-change-control': 18,
    'signs-of-exploitation': 18,
  });
});

describe.concurrent('an instrument where something is in the way', () => {
  test.each(edges)('$id ends with $expectedExit and leaves nothing half done', async ({ id, expectedExit }) => {
    const instrument = await PracticeInstrument.create(id);
    const before = await instrument.state();
    const run = documentOf(RunDocument, await instrument.run(), expectedExit);
    expect(changedNames(before, await instrument.state())).toEqual(MAY_CHANGE[id] ?? []);

    if (expectedExit !== 0) expect(['mitigated', 'fixed', 'not-affected']).not.toContain(run.overall);
    if (expectedExit === 13) expect(run).toMatchObject({ overall: 'unknown', steps: [] });
    if ([14, 18].includes(expectedExit)) {
      expect(run.steps.map(({ outcome }) => outcome)).toEqual(run.steps.map(() => 'not-begun'));
      expect(run.error).toBeDefined();
    }
    const receipt = await predicateOf(run.receipt);
    expect(receipt).toMatchObject({ practice: true, overall: run.overall, verdicts: run.verdicts });
    documentOf(VerifyDocument, await instrument.verify([run.receipt]), 0);
  });

  test('a failed or cancelled installer is never shown as done', async () => {
    for (const id of ['installer-fails', 'installer-cancelled']) {
      const { steps } = documentOf(RunDocument, await (await PracticeInstrument.create(id)).run(), 10);
      expect(steps.map((step) => [step.id, step.outcome])).toEqual([
        ['product-installer', 'failed'],
        ['firewall-ports', 'declined'],
        ['ucs-account', 'declined'],
      ]);
    }
  });

  test('the only administrator of an instrument is never demoted', async () => {
    const instrument = await PracticeInstrument.create('single-administrator');
    const { steps } = documentOf(RunDocument, await instrument.run(), 10);
    expect(steps).toContainEqual(
      expect.objectContaining({ id: 'ucs-account', outcome: 'needs-person', code: 'last-administrator' }),
    );
    expect(JSON.parse(await instrument.state()).groups.Administrators).toContain('sbsuser');
  });

  test.each(['nextseq2000-1.6-disputed', 'single-administrator', 'policy-overrides-firewall'])(
    '%s: a rollback brings back exactly what was, and a second one finds nothing',
    async (id) => {
      const instrument = await PracticeInstrument.create(id);
      const before = await instrument.state();
      const first = RunDocument.parse((await instrument.run()).json);
      expect(await instrument.state()).not.toBe(before);
      const undone = documentOf(RunDocument, await instrument.rollback(), 10);
      expect(await instrument.state()).toBe(before);
      const { receiptId } = await predicateOf(first.receipt);
      expect(await predicateOf(undone.receipt)).toMatchObject({ supersedes: receiptId, kind: 'rolled-back' });
      expect((await instrument.rollback()).exitCode).toBe(2);
    },
  );

  test.each(['single-administrator', 'policy-overrides-firewall', 'nextseq2000-1.6-disputed'])(
    '%s: a second run neither piles up rules nor says that it is better',
    async (id) => {
      const instrument = await PracticeInstrument.create(id);
      const first = await instrument.run();
      const state = await instrument.comparableState();
      const second = documentOf(RunDocument, await instrument.run(), first.exitCode ?? -1);
      expect(second.overall).toBe(RunDocument.parse(first.json).overall);
      expect(await instrument.comparableState()).toBe(state);
    },
  );
});

function changedNames(before: string, after: string): string[] {
  const [old, now] = [before, after].map((text): Record<string, unknown> => JSON.parse(withoutRunIds(text)));
  return Object.keys({ ...old, ...now })
    .filter((name) => JSON.stringify(old?.[name]) !== JSON.stringify(now?.[name]))
    .sort();
}
