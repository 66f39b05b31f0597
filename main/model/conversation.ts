import * as z from 'zod';
import { Assessment } from './assessment.ts';
import { StepId } from './choices.ts';
import { Plan } from './plan.ts';
import { SignFinding } from './sign-finding.ts';

/** What is being done now, for the screen and the log. */
export const Progress = z.strictObject({
  kind: z.enum(['looking', 'step-begun', 'step-says', 'step-ended', 'person', 'result']),
  step: StepId.nullable(),
  says: z.string(),
});
export type Progress = z.infer<typeof Progress>;

/** What only a person can answer. */
export const Question = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('approve'),
    plan: Plan,
    digest: z.string(),
    assessment: Assessment,
    signs: z.array(SignFinding),
  }),
  z.strictObject({ kind: z.literal('confirm-idle'), because: z.string() }),
  z.strictObject({ kind: z.literal('confirm-backup') }),
  z.strictObject({
    kind: z.literal('guide'),
    title: z.string(),
    instructions: z.array(z.string()),
  }),
  z.strictObject({ kind: z.literal('password'), account: z.string() }),
]);
export type Question = z.infer<typeof Question>;

/** The three files of a receipt; the front writes them where the person wants them. */
export const ReceiptFiles = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9-]{1,80}$/),
  envelope: z.string(),
  page: z.string(),
  publicKeyPem: z.string(),
});
export type ReceiptFiles = z.infer<typeof ReceiptFiles>;
