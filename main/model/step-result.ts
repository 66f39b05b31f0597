import * as z from 'zod';
import { StepId } from './choices.ts';

/** How a step ended. Only a fresh assessment says what that means for the instrument. */
export const StepStatus = z.enum([
  'done',
  'not-needed',
  'not-begun',
  'needs-restart',
  'needs-person',
  'conflict',
  'declined',
  'blocked',
  'failed',
  'undone',
]);
export type StepStatus = z.infer<typeof StepStatus>;

/** What `apply` or `rollback` reports: a code for programs, a sentence for people. */
export const Outcome = z.strictObject({
  status: StepStatus,
  code: z.string(),
  says: z.string(),
  next: z.string().nullable(),
});
export type Outcome = z.infer<typeof Outcome>;

/** One thing that was looked at after a step, by another route than the step wrote where one exists. */
export const Check = z.strictObject({
  id: z.string(),
  /** `effect`: does the change hold? `lab-works`: can the instrument still do its work? */
  about: z.enum(['effect', 'lab-works']),
  result: z.enum(['passed', 'failed', 'overridden', 'waits-for-restart', 'not-possible']),
  says: z.string(),
  source: z.string(),
});
export type Check = z.infer<typeof Check>;

/** Who did a guided step. A simulated person exists in practice only and is recorded as such. */
export const PerformedBy = z.enum(['program', 'operator', 'simulated-person']);
export type PerformedBy = z.infer<typeof PerformedBy>;

/** A step as it went, for the result and the receipt. */
export const StepRecord = z.strictObject({
  id: StepId,
  mode: z.enum(['automatic', 'guided']),
  performedBy: PerformedBy.nullable(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  outcome: Outcome,
  checks: z.array(Check),
});
export type StepRecord = z.infer<typeof StepRecord>;
