import * as z from 'zod';
import { CatalogueStamp, CveId } from './assessment.ts';
import { PlanChoices, StepId } from './choices.ts';
import { Sha256 } from './json.ts';
import { PackStamp } from './pack-stamp.ts';

/** One thing that will be different afterwards, in words. */
export const Change = z.strictObject({ what: z.string(), before: z.string(), after: z.string() });
export type Change = z.infer<typeof Change>;

/** What must come true before a planned step is applied; null in a step means "always". */
export const Condition = z.strictObject({
  /** Do the step only if one of these CVEs is still open ... */
  stillOpen: z.array(CveId),
  /** ... after this earlier step. */
  after: StepId,
  text: z.string(),
});
export type Condition = z.infer<typeof Condition>;

export const StepMode = z.enum(['automatic', 'guided']);
export type StepMode = z.infer<typeof StepMode>;

export const PlannedStep = z.strictObject({
  id: StepId,
  mode: StepMode,
  reversible: z.boolean(),
  addresses: z.array(CveId),
  because: z.string(),
  condition: Condition.nullable(),
  changes: z.array(Change),
  /** What the person should know before approving: what may override it, what it may break, what it cannot do. */
  warnings: z.array(z.string()),
  /** What the step still lacks before it can run (an account name, a backup). */
  needs: z.array(z.string()),
  /** The step's own parameters, checked against its schema before use. */
  params: z.json(),
});
export type PlannedStep = z.infer<typeof PlannedStep>;

/** A step that would have applied and was left out, with the reason. */
export const LeftOutStep = z.strictObject({ id: StepId, because: z.string() });
export type LeftOutStep = z.infer<typeof LeftOutStep>;

/** Which build of this program planned: its version and the SHA-256 of the program file that runs. */
export const ProgramStamp = z.strictObject({ version: z.string(), digest: Sha256 });
export type ProgramStamp = z.infer<typeof ProgramStamp>;

/**
 * What will be done, as a pure function of catalogue, stable facts and choices. Its digest (SHA-256 of its canonical JSON)
 * is what a person approves, so nothing that changes by itself (pids, times, ephemeral ports) may be in it.
 */
export const Plan = z.strictObject({
  schema: z.literal('ucs-plan/1'),
  practice: z.boolean(),
  machineId: z.string(),
  program: ProgramStamp,
  catalogue: CatalogueStamp,
  pack: PackStamp.nullable(),
  choices: PlanChoices,
  /** SHA-256 over the facts that stay (see `plan/stable-facts.ts`). */
  stableFacts: Sha256,
  steps: z.array(PlannedStep),
  leftOut: z.array(LeftOutStep),
});
export type Plan = z.infer<typeof Plan>;
