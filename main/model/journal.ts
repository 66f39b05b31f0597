import * as z from 'zod';
import { Assessment } from './assessment.ts';
import { Approval, RunRequest, StepId } from './choices.ts';
import { Problem } from './failure.ts';
import { Sha256 } from './json.ts';
import { Plan, ProgramStamp, StepMode } from './plan.ts';
import { NetworkAdvice, SignFinding } from './sign-finding.ts';
import { Check, Outcome, PerformedBy } from './step-result.ts';

/** One full look at the machine, as the journal and the receipt keep it: digest of all facts, and what they mean. */
export const Snapshot = z.strictObject({
  observationDigest: Sha256,
  observedAt: z.iso.datetime(),
  assessment: Assessment,
  /** Possible signs of exploitation; never empty, because what could not be seen is said too. */
  signs: z.array(SignFinding),
  /** Advice on the network around the instrument. */
  exposure: z.array(NetworkAdvice),
});
export type Snapshot = z.infer<typeof Snapshot>;

/** Why and how a run (or its rollback) came to its end. `interim` is not an end: a restart is awaited. */
export const EndKind = z.enum([
  'nothing-to-do',
  'completed',
  'declined',
  'stopped',
  'failed',
  'interim',
  'rolled-back',
]);
export type EndKind = z.infer<typeof EndKind>;

const stepEnd = {
  step: StepId,
  outcome: Outcome,
  performedBy: PerformedBy,
  checks: z.array(Check),
  /** The boot session it ended in: a change that waits for a restart waits until this one is over. */
  bootId: z.string().nullable(),
};

/** What the person vouched for: the instrument is idle; a backup of the system image and of run data exists. */
export const Confirmations = z.strictObject({ idle: z.boolean(), backup: z.boolean() });
export type Confirmations = z.infer<typeof Confirmations>;

/** What can be written to a run's journal. The state of a run is the fold of these and nothing else. */
export const JournalEvent = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('run-started'),
    runId: z.string(),
    request: RunRequest,
    practice: z.boolean(),
    program: ProgramStamp,
    helperAccount: z.string(),
    /** The boot session the person's word about the instrument was given in; null where it could not be read. */
    bootId: z.string().nullable(),
  }),
  z.strictObject({ kind: z.literal('looked'), before: Snapshot }),
  z.strictObject({ kind: z.literal('planned'), plan: Plan, digest: Sha256 }),
  z.strictObject({ kind: z.literal('approved'), digest: Sha256, approval: Approval, confirmed: Confirmations }),
  z.strictObject({ kind: z.literal('refused'), problem: Problem, exitCode: z.number().int(), end: EndKind }),
  /** Written and on disk before anything changes, with the previous value. */
  z.strictObject({ kind: z.literal('intent'), step: StepId, mode: StepMode, backup: z.json() }),
  z.strictObject({ kind: z.literal('outcome'), ...stepEnd }),
  z.strictObject({ kind: z.literal('resumed'), bootId: z.string().nullable() }),
  z.strictObject({ kind: z.literal('rollback-started'), operator: RunRequest.shape.operator }),
  z.strictObject({ kind: z.literal('undo-intent'), step: StepId }),
  z.strictObject({ kind: z.literal('undo-outcome'), ...stepEnd }),
  /** The fresh look at the end: the result, whatever the steps said. */
  z.strictObject({ kind: z.literal('concluded'), end: EndKind, after: Snapshot, exitCode: z.number().int() }),
  z.strictObject({ kind: z.literal('receipt'), receiptId: z.string(), envelopeDigest: Sha256 }),
  z.strictObject({ kind: z.literal('ended') }),
  z.strictObject({ kind: z.literal('paused') }),
]);
export type JournalEvent = z.infer<typeof JournalEvent>;

/** One line of a journal: the event, chained to the line before by hash. */
export const JournalEntry = z.strictObject({
  seq: z.number().int().positive(),
  at: z.iso.datetime(),
  event: JournalEvent,
  /** Hash of the entry before; 64 zeros for the first. */
  previous: Sha256,
  /** SHA-256 over the canonical JSON of `{ seq, at, event, previous }`. */
  hash: Sha256,
});
export type JournalEntry = z.infer<typeof JournalEntry>;
