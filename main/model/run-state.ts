import * as z from 'zod';
import { Verdict, VerdictState } from './assessment.ts';
import { Approval, RunRequest, StepId } from './choices.ts';
import { Problem } from './failure.ts';
import { Confirmations, EndKind, Snapshot } from './journal.ts';
import { PackStamp } from './pack-stamp.ts';
import { Plan, ProgramStamp, StepMode } from './plan.ts';
import { Check, Outcome, PerformedBy, StepRecord } from './step-result.ts';

/** How far one step of a run is. `begun` without an outcome means: look at the machine before believing anything. */
export const StepProgress = z.strictObject({
  id: StepId,
  phase: z.enum(['waiting', 'begun', 'ended', 'undoing', 'undone']),
  mode: StepMode,
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  backup: z.json().nullable(),
  outcome: Outcome.nullable(),
  performedBy: PerformedBy.nullable(),
  checks: z.array(Check),
  endedInBoot: z.string().nullable(),
});
export type StepProgress = z.infer<typeof StepProgress>;

/** A run as its journal tells it. */
export const RunState = z.strictObject({
  runId: z.string(),
  startedAt: z.string(),
  request: RunRequest,
  practice: z.boolean(),
  program: ProgramStamp,
  helperAccount: z.string(),
  /** Boot session in which the run began. */
  startedInBoot: z.string().nullable(),
  phase: z.enum(['started', 'planned', 'approved', 'concluded', 'paused', 'rolling-back', 'ended']),
  before: Snapshot.nullable(),
  plan: Plan.nullable(),
  planDigest: z.string().nullable(),
  approval: Approval.nullable(),
  confirmed: Confirmations,
  problem: Problem.nullable(),
  problemExit: z.number().int().nullable(),
  problemEnd: EndKind.nullable(),
  steps: z.array(StepProgress),
  /** Set once somebody asked for the run to be undone; who it was. */
  rollbackBy: RunRequest.shape.operator.nullable(),
  after: Snapshot.nullable(),
  end: EndKind.nullable(),
  exitCode: z.number().int().nullable(),
  /** Receipts issued so far, oldest first. */
  receipts: z.array(z.string()),
  /** Hash and number of the last entry. */
  journalHead: z.string(),
  journalEntries: z.number().int(),
});
export type RunState = z.infer<typeof RunState>;

/** What a front shows and prints when a run has ended or paused. */
export const RunResult = z.strictObject({
  runId: z.string(),
  end: EndKind,
  overall: VerdictState,
  verdicts: z.array(Verdict),
  steps: z.array(StepRecord),
  receiptId: z.string(),
  /** The site pack that was used, and whom it names for questions; null where there is none. */
  pack: PackStamp.nullable(),
  contact: z.string().nullable(),
  exitCode: z.number().int(),
  problem: Problem.nullable(),
});
export type RunResult = z.infer<typeof RunResult>;
