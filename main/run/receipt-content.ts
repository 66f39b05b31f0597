import { whenRead } from '../model/fact.ts';
import type { Snapshot } from '../model/journal.ts';
import type { ReceiptContent, ReceiptLook } from '../model/receipt.ts';
import type { RunState } from '../model/run-state.ts';
import type { Outcome, StepRecord } from '../model/step-result.ts';
import type { Look, RunSession } from './session.ts';

const NOT_BEGUN: Outcome = { status: 'not-begun', code: 'not-begun', says: 'This step was not begun.', next: null };

/** The steps of a run as results and receipts tell them; declined paths included. */
export function stepRecords({ steps, plan }: RunState): StepRecord[] {
  const planned = steps.map(
    ({ id, mode, performedBy, startedAt, endedAt, outcome, checks }): StepRecord => ({
      id,
      mode,
      performedBy,
      startedAt,
      endedAt,
      checks,
      outcome: outcome ?? NOT_BEGUN,
    }),
  );
  const declined = (plan?.leftOut ?? []).map(
    ({ id, because }): StepRecord => ({
      id,
      mode: 'automatic',
      performedBy: null,
      startedAt: null,
      endedAt: null,
      checks: [],
      outcome: { status: 'declined', code: 'declined', says: because, next: null },
    }),
  );
  return [...planned, ...declined];
}

function receiptLook({ observationDigest, observedAt, assessment }: Snapshot): ReceiptLook {
  const { overall, verdicts, listed } = assessment;
  return { observationDigest, observedAt, overall, verdicts, listed };
}

function clockOf({ observation }: Look): ReceiptContent['clock'] {
  const clock = whenRead(observation.clock) ?? { source: 'not readable', synchronised: null };
  const warning =
    clock.synchronised === true
      ? null
      : 'The times in this receipt come from the clock of the instrument, which nobody has confirmed.';
  return { ...clock, warning };
}

/** Everything the receipt of a run says, from its journal and the last look. */
export function receiptContent(session: RunSession, fresh: Look): ReceiptContent {
  const { state, ports } = session;
  const { request, before, end } = state;
  if (before === null || end === null) throw new TypeError('a receipt is made when a run has come to an end');
  const { assessment, observation } = fresh;
  const { identification } = assessment;
  const operator = state.rollbackBy ?? request.operator;
  return {
    schema: 'ucs-receipt/1',
    // The length of the journal makes it unique: after a crash the journal has grown, and an issued receipt is never replaced.
    receiptId: `${state.runId}-r${state.journalEntries}`,
    runId: state.runId,
    practice: state.practice,
    kind: end,
    supersedes: state.receipts.at(-1) ?? null,
    issuedAt: new Date().toISOString(),
    program: ports.program,
    catalogue: assessment.catalogue,
    operator: { ...operator, roleIsAClaim: true },
    changeControl: request.choices.changeControl,
    instrument: {
      product: identification.productName,
      productKey: identification.product,
      version: identification.versions[0] ?? null,
      versions: identification.versions,
      mode: identification.mode,
      serial: identification.serial,
      ucsVersion: identification.ucsVersion,
      stated: identification.claims.filter(({ from }) => from === 'person').map(({ evidence }) => evidence.says),
      machineId: whenRead(observation.machineId) ?? null,
    },
    overall: assessment.overall,
    verdicts: assessment.verdicts,
    listed: assessment.listed,
    before: receiptLook(before),
    after: receiptLook(fresh.snapshot),
    plan: state.plan,
    planDigest: state.planDigest,
    approval: state.approval === null ? null : { kind: state.approval.kind, digest: state.planDigest },
    steps: stepRecords(state),
    notes: assessment.notes,
    findings: [],
    confirmations: { idle: session.consent.idleConfirmed, backup: session.consent.backupConfirmed },
    journal: { head: state.journalHead, entries: state.journalEntries },
    clock: clockOf(fresh),
    accounts: { helper: ports.helperAccount, operatorSession: whenRead(observation.session)?.account.name ?? null },
    error: state.problem,
  };
}
