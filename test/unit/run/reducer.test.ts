import { describe, expect, it } from 'vitest';
import type { JournalEntry, JournalEvent, Snapshot } from '../../../main/model/journal.ts';
import type { Plan, PlannedStep } from '../../../main/model/plan.ts';
import type { Outcome } from '../../../main/model/step-result.ts';
import { stepsToUndo } from '../../../main/run/find-runs.ts';
import { foldJournal } from '../../../main/run/reducer.ts';
import { standingChanges } from '../../../main/run/standing-changes.ts';
import { OPERATOR, requestFor } from './run-bench.ts';

const DIGEST = 'd'.repeat(64);
const at = (seq: number) => `2026-11-23T08:00:${String(seq).padStart(2, '0')}.000Z`;

const started: JournalEvent = {
  kind: 'run-started',
  runId: 'run-1',
  request: requestFor('miseq-4.0-ruo'),
  practice: true,
  program: { version: '1', digest: DIGEST },
  helperAccount: 'tester',
  bootId: 'boot-1',
};

function planned(id: PlannedStep['id']): PlannedStep {
  return {
    id,
    mode: 'automatic',
    reversible: true,
    addresses: ['CVE-2023-1966'],
    because: '',
    condition: null,
    changes: [],
    warnings: [],
    needs: [],
    params: {},
  };
}

const plan = { steps: [planned('firewall-ports'), planned('ucs-account')], leftOut: [] } as unknown as Plan;
const snapshot = { observationDigest: DIGEST } as unknown as Snapshot;

const PLANNED: JournalEvent[] = [
  started,
  { kind: 'looked', before: snapshot },
  { kind: 'planned', plan, digest: DIGEST },
];
const APPROVED: JournalEvent[] = [
  ...PLANNED,
  { kind: 'approved', digest: DIGEST, approval: { kind: 'blind' }, confirmed: { idle: true, backup: false } },
];

function outcome(status: Outcome['status'], code = status): Outcome {
  return { status, code, says: '', next: null };
}

function ended(kind: 'outcome' | 'undo-outcome', status: Outcome['status'], code?: string): JournalEvent {
  return {
    kind,
    step: 'ucs-account',
    outcome: outcome(status, code as never),
    performedBy: 'program',
    checks: [],
    bootId: 'boot-1',
  };
}

const intent = (account: string): JournalEvent => ({
  kind: 'intent',
  step: 'ucs-account',
  mode: 'automatic',
  backup: { account },
});

function fold(...events: JournalEvent[]) {
  const entries = events.map((event, index): JournalEntry => {
    const seq = index + 1;
    return { seq, at: at(seq), event, previous: DIGEST, hash: String(seq).padStart(64, '0') };
  });
  return foldJournal(entries);
}

const account = (...events: JournalEvent[]) => fold(...events).steps[1];

describe('the state of a run is what its journal says', () => {
  it('from beginning to approval', () => {
    expect(fold(started)).toMatchObject({ phase: 'started', startedInBoot: 'boot-1', before: null, approval: null });
    expect(fold(...PLANNED)).toMatchObject({ phase: 'planned', before: snapshot, planDigest: DIGEST, approval: null });
    expect(fold(...PLANNED).steps.map(({ id, phase }) => [id, phase])).toEqual([
      ['firewall-ports', 'waiting'],
      ['ucs-account', 'waiting'],
    ]);
    expect(fold(...APPROVED)).toMatchObject({ phase: 'approved', confirmed: { idle: true, backup: false } });
  });

  it('names the last entry, so that the receipt can', () => {
    expect(fold(...APPROVED)).toMatchObject({ journalEntries: 4, journalHead: '4'.padStart(64, '0') });
  });

  it('a refusal keeps its reason', () => {
    const problem = { code: 'x', message: 'y', next: 'z' };
    const state = fold(...PLANNED, { kind: 'refused', problem, exitCode: 18, end: 'stopped' });
    expect(state).toMatchObject({ problem, problemExit: 18, problemEnd: 'stopped', approval: null });
  });

  it('an intent without an outcome is begun, never done', () => {
    expect(account(...APPROVED, intent('LocalSystem'))).toMatchObject({
      phase: 'begun',
      outcome: null,
      backup: { account: 'LocalSystem' },
      startedAt: at(5),
    });
  });

  it('a second intent keeps the first backup and the first time', () => {
    expect(account(...APPROVED, intent('LocalSystem'), intent('sbsuser'))).toMatchObject({
      backup: { account: 'LocalSystem' },
      startedAt: at(5),
    });
  });

  it('an outcome ends its own step and no other', () => {
    const state = fold(...APPROVED, intent('LocalSystem'), ended('outcome', 'done'));
    expect(state.steps.map(({ phase }) => phase)).toEqual(['waiting', 'ended']);
    expect(state.steps[1]).toMatchObject({ endedAt: at(6), endedInBoot: 'boot-1', outcome: outcome('done') });
  });

  it('undoing: begun again counts as under way, and its own outcome replaces the first', () => {
    const done: JournalEvent[] = [...APPROVED, intent('LocalSystem'), ended('outcome', 'done')];
    const undoing = fold(
      ...done,
      { kind: 'rollback-started', operator: OPERATOR },
      { kind: 'undo-intent', step: 'ucs-account' },
    );
    expect(undoing).toMatchObject({ phase: 'rolling-back', rollbackBy: OPERATOR });
    expect(undoing.steps[1]).toMatchObject({ phase: 'undoing', backup: { account: 'LocalSystem' } });
    expect(account(...done, ended('undo-outcome', 'undone'))).toMatchObject({
      phase: 'undone',
      outcome: outcome('undone'),
    });
  });

  it('a conclusion is no end: only the entry after the receipt is', () => {
    const concluded: JournalEvent[] = [
      ...APPROVED,
      { kind: 'concluded', end: 'completed', after: snapshot, exitCode: 0 },
    ];
    const receipt: JournalEvent = { kind: 'receipt', receiptId: 'r-1', envelopeDigest: DIGEST };
    expect(fold(...concluded)).toMatchObject({ phase: 'concluded', end: 'completed', exitCode: 0, receipts: [] });
    expect(fold(...concluded, receipt)).toMatchObject({ phase: 'concluded', receipts: ['r-1'] });
    expect(fold(...concluded, receipt, { kind: 'ended' }).phase).toBe('ended');
    expect(fold(...concluded, receipt, { kind: 'paused' }).phase).toBe('paused');
  });

  it('a journal that does not begin, begins twice, or is empty has no state', () => {
    expect(() => foldJournal([])).toThrow(TypeError);
    expect(() => fold({ kind: 'ended' })).toThrow(TypeError);
    expect(() => fold(started, started)).toThrow(TypeError);
  });
});

describe('a run that goes on', () => {
  const resumed: JournalEvent = { kind: 'resumed', bootId: 'boot-2' };

  it('goes on where it was, and not as if it had come to an end', () => {
    expect(fold(started, resumed).phase).toBe('started');
    expect(fold(...PLANNED, resumed).phase).toBe('planned');
    const state = fold(...APPROVED, { kind: 'concluded', end: 'interim', after: snapshot, exitCode: 11 }, resumed);
    expect(state).toMatchObject({ phase: 'approved', after: null, end: null, exitCode: null });
    expect(fold(...APPROVED, { kind: 'rollback-started', operator: OPERATOR }, resumed).phase).toBe('rolling-back');
  });

  it('asks again for what a person did not do, with the backup from before they tried', () => {
    const step = account(...APPROVED, intent('LocalSystem'), ended('outcome', 'needs-person'), resumed);
    expect(step).toMatchObject({ phase: 'waiting', outcome: null, backup: { account: 'LocalSystem' } });
    const again = account(
      ...APPROVED,
      intent('LocalSystem'),
      ended('outcome', 'needs-person'),
      resumed,
      intent('sbsuser'),
    );
    expect(again?.backup).toEqual({ account: 'LocalSystem' });
  });

  it('does not do again what is done, and does not forget what is begun', () => {
    expect(account(...APPROVED, intent('a'), ended('outcome', 'done'), resumed)?.phase).toBe('ended');
    expect(account(...APPROVED, intent('a'), ended('outcome', 'failed'), resumed)?.phase).toBe('ended');
    expect(account(...APPROVED, intent('a'), resumed)?.phase).toBe('begun');
  });
});

describe('what a rollback has to look at', () => {
  const toUndo = (...events: JournalEvent[]) => stepsToUndo(fold(...APPROVED, ...events)).map(({ id }) => id);

  it.each([
    ['done', undefined, true],
    ['needs-restart', undefined, true],
    ['conflict', undefined, true],
    ['failed', 'not-taken-back', true],
    ['failed', 'no-effect', false],
    ['undone', undefined, false],
    ['needs-person', undefined, false],
    ['declined', undefined, false],
  ] as const)('a step that ended %s (%s): %s', (status, code, expected) => {
    expect(toUndo(intent('a'), ended('outcome', status, code))).toEqual(expected ? ['ucs-account'] : []);
  });

  it('a step that was begun and never ended, and an undoing that did not work', () => {
    expect(toUndo(intent('a'))).toEqual(['ucs-account']);
    expect(toUndo(intent('a'), ended('outcome', 'done'), { kind: 'undo-intent', step: 'ucs-account' })).toEqual([
      'ucs-account',
    ]);
    expect(toUndo(intent('a'), ended('undo-outcome', 'failed'))).toEqual(['ucs-account']);
    expect(toUndo(intent('a'), ended('undo-outcome', 'needs-person'))).toEqual(['ucs-account']);
    expect(toUndo(intent('a'), ended('undo-outcome', 'undone'))).toEqual([]);
  });
});

describe('changes of ours that stand on the machine', () => {
  const standing = (bootId: string | null, ...events: JournalEvent[]) =>
    standingChanges([fold(...APPROVED, intent('a'), ...events)], bootId).map(({ step, state }) => [step, state]);

  it('are those that ended done, overridden or waiting, and no others', () => {
    expect(standing('boot-1', ended('outcome', 'done'))).toEqual([['ucs-account', 'applied']]);
    expect(standing('boot-1', ended('outcome', 'conflict'))).toEqual([['ucs-account', 'applied']]);
    for (const status of ['failed', 'undone', 'declined', 'needs-person', 'blocked', 'not-needed'] as const) {
      expect(standing('boot-1', ended('outcome', status))).toEqual([]);
    }
    expect(standing('boot-1')).toEqual([]);
    expect(standing('boot-1', ended('outcome', 'done'), ended('undo-outcome', 'undone'))).toEqual([]);
  });

  it('wait for a restart until the boot session is another one, and for ever while it cannot be read', () => {
    const waits = ended('outcome', 'needs-restart');
    expect(standing('boot-1', waits)).toEqual([['ucs-account', 'waits-for-restart']]);
    expect(standing(null, waits)).toEqual([['ucs-account', 'waits-for-restart']]);
    expect(standing('boot-2', waits)).toEqual([['ucs-account', 'applied']]);
  });
});
