import { NO_SIGNS, strongSigns } from '../../wizard-steps/exploitation-signs/step.ts';
import { contactFor, valuesFor } from '../catalogue/pack-for-instrument.ts';
import type { Identification } from '../model/assessment.ts';
import type { PlanChoices, RunRequest } from '../model/choices.ts';
import { whenRead } from '../model/fact.ts';
import type { Snapshot } from '../model/journal.ts';
import type { ReceiptContent, ReceiptLook } from '../model/receipt.ts';
import type { RunState } from '../model/run-state.ts';
import type { SignFinding } from '../model/sign-finding.ts';
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

/** The signs of both looks: what a change took away must stay on the receipt, and what came up later must be on it. */
function findingsOf(before: Snapshot, after: Snapshot): SignFinding[] {
  const known = before.signs.map(({ code }) => code);
  const signs = [...before.signs, ...after.signs.filter(({ code }) => !known.includes(code))];
  const graded = signs.filter(({ grade }) => grade !== 'note');
  if (graded.length === 0) return before.signs;
  return [...graded, ...signs.filter(({ grade, code }) => grade === 'note' && code !== NO_SIGNS)];
}

function signsAccepted(
  { acceptSigns, operator }: RunRequest,
  findings: SignFinding[],
): ReceiptContent['signsAccepted'] {
  if (acceptSigns === null || operator.role !== 'technician' || strongSigns(findings).length === 0) return null;
  return { reason: acceptSigns, by: operator.name };
}

function clockOf({ observation }: Look): ReceiptContent['clock'] {
  const clock = whenRead(observation.clock) ?? { source: 'not readable', synchronised: null };
  const warning =
    clock.synchronised === true
      ? null
      : 'The times in this receipt come from the clock of the instrument, which nobody has confirmed.';
  return { ...clock, warning };
}

function packOf({ pack }: RunSession, listed: readonly string[]): ReceiptContent['pack'] {
  if (pack === null) return null;
  return { stamp: pack.stamp, contact: contactFor(pack, listed), values: valuesFor(pack, listed) };
}

/** Everything a person said about the instrument that this run rests on, one sentence each. */
function statedBy({ stated, insideNetworks }: PlanChoices, { claims }: Identification): string[] {
  return [
    ...claims.filter(({ from }) => from === 'person').map(({ evidence }) => evidence.says),
    ...(stated.ucsUnit === null ? [] : [`The unit "${stated.ucsUnit}" is the copy service (UCS).`]),
    ...insideNetworks.map((name) => `The network ${name} leads only to parts of the instrument itself.`),
  ];
}

/** Everything the receipt of a run says, from its journal and the last look. */
export function receiptContent(session: RunSession, fresh: Look): ReceiptContent {
  const { state, ports } = session;
  const { request, before, end } = state;
  if (before === null || end === null) throw new TypeError('a receipt is made when a run has come to an end');
  const { assessment, observation } = fresh;
  const { identification } = assessment;
  const operator = state.rollbackBy ?? request.operator;
  const findings = findingsOf(before, fresh.snapshot);
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
    pack: packOf(session, assessment.listed),
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
      stated: statedBy(request.choices, identification),
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
    findings,
    signsAccepted: signsAccepted(request, findings),
    exposure: fresh.snapshot.exposure,
    confirmations: {
      idle: state.confirmed.idle || session.consent.idleConfirmed,
      backup: state.confirmed.backup || session.consent.backupConfirmed,
    },
    journal: { head: state.journalHead, entries: state.journalEntries },
    clock: clockOf(fresh),
    accounts: { helper: ports.helperAccount, operatorSession: whenRead(observation.session)?.account.name ?? null },
    error: state.problem,
  };
}
