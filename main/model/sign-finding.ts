import * as z from 'zod';
import { Evidence } from './assessment.ts';

/** How much a sign of exploitation weighs: worth knowing; a person should look; stop before anything is changed. */
export const SIGN_GRADES = ['note', 'review', 'strong'] as const;
export const SignGrade = z.enum(SIGN_GRADES);
export type SignGrade = z.infer<typeof SignGrade>;

/** A possible sign that somebody used the weakness, or (`note`) what could not be looked at. No finding ever means "clean". */
export const SignFinding = z.strictObject({
  /** Stable code of the rule; messages are translated by it. */
  code: z.string(),
  grade: SignGrade,
  says: z.string(),
  /** Why it matters, in one plain sentence. */
  why: z.string(),
  evidence: z.array(Evidence),
});
export type SignFinding = z.infer<typeof SignFinding>;

/** Advice on the network around an instrument, in the sense of CISA's advisory. Nothing is changed for it. */
export const NetworkAdvice = z.strictObject({
  code: z.string(),
  says: z.string(),
  advice: z.string(),
  evidence: z.array(Evidence),
});
export type NetworkAdvice = z.infer<typeof NetworkAdvice>;

/** A technician's decision to go on although strong signs were found. */
export const SignsAccepted = z.strictObject({ reason: z.string().min(1).max(1000), by: z.string() });
export type SignsAccepted = z.infer<typeof SignsAccepted>;
