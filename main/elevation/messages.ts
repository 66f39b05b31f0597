import * as z from 'zod';
import { Operator, RunRequest } from '../model/choices.ts';
import { Progress, Question, ReceiptFiles } from '../model/conversation.ts';
import { Problem } from '../model/failure.ts';
import { RunResult } from '../model/run-state.ts';
import { SealedSecret } from './sealed-secret.ts';

/** Version of this protocol: both sides come from one build, so a difference means an altered helper. */
export const PROTOCOL = 1;

/** What the helper is asked to do, once. There is no message that names a command. */
export const Job = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('run'), request: RunRequest }),
  z.strictObject({
    kind: z.literal('resume'),
    interactive: z.boolean(),
    approval: RunRequest.shape.approval,
    confirmIdle: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('rollback'),
    runId: z.string().nullable(),
    operator: Operator,
    interactive: z.boolean(),
    confirmIdle: z.boolean(),
  }),
]);
export type Job = z.infer<typeof Job>;

/** Which machine: the one it runs on, or a practice instrument in a folder. A real host's folder is never a parameter. */
export const Target = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('this-machine') }),
  z.strictObject({ kind: z.literal('practice'), scenario: z.string(), dataFolder: z.string() }),
]);
export type Target = z.infer<typeof Target>;

const Nonce = z.string().regex(/^[0-9a-f]{32}$/);

export const HelperMessage = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('hello'),
    protocol: z.literal(PROTOCOL),
    nonce: Nonce,
    pid: z.number().int(),
    secretKey: z.string(),
  }),
  z.strictObject({ type: z.literal('alive') }),
  z.strictObject({ type: z.literal('progress'), progress: Progress }),
  z.strictObject({ type: z.literal('question'), id: z.string(), question: Question }),
  z.strictObject({ type: z.literal('finished'), result: RunResult, receipt: ReceiptFiles }),
  z.strictObject({ type: z.literal('failed'), problem: Problem, exitCode: z.number().int() }),
]);
export type HelperMessage = z.infer<typeof HelperMessage>;

export const FrontMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('job'), nonce: Nonce, target: Target, job: Job }),
  z.strictObject({ type: z.literal('alive') }),
  z.strictObject({ type: z.literal('answer'), id: z.string(), answer: z.enum(['yes', 'no', 'nobody-there']) }),
  z.strictObject({ type: z.literal('secret'), id: z.string(), sealed: SealedSecret.nullable() }),
  z.strictObject({ type: z.literal('cancel') }),
]);
export type FrontMessage = z.infer<typeof FrontMessage>;
