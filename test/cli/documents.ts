import { expect } from 'vitest';
import * as z from 'zod';
import type { Finished } from './harness.ts';

const State = z.enum(['not-affected', 'exposed', 'mitigated', 'fixed', 'pending-reboot', 'conflict', 'unknown']);
const Cve = z.enum(['CVE-2023-1968', 'CVE-2023-1966']);
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Text = z.string().min(1);

const Verdicts = z
  .array(z.looseObject({ cve: Cve, state: State, because: Text, evidence: z.array(z.unknown()) }))
  .length(2);
const Problem = z.strictObject({ code: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/), message: Text, next: Text });

/** The fields of the JSON documents that other people's programs rely on, by name and type. More may stand beside them. */
export const AssessDocument = z.looseObject({
  instrument: z.looseObject({
    product: z.string().nullable(),
    version: z.string().nullable(),
    mode: z.string(),
    serial: z.string().nullable(),
    ucsVersion: z.string().nullable(),
  }),
  listed: z.array(z.string()),
  overall: State,
  verdicts: Verdicts,
  catalogue: z.looseObject({ version: Text, date: z.iso.date(), digest: Sha256 }),
});

export const PlanDocument = z.looseObject({
  digest: Sha256,
  steps: z.array(
    z.looseObject({
      id: Text,
      mode: z.enum(['automatic', 'guided']),
      reversible: z.boolean(),
      because: Text,
      condition: z.string().nullable(),
      changes: z.array(z.looseObject({ what: Text, before: z.string(), after: z.string() })),
    }),
  ),
});

export const RunDocument = z.looseObject({
  runId: Text,
  overall: State,
  verdicts: Verdicts,
  steps: z.array(z.looseObject({ id: Text, outcome: Text, code: Text, performedBy: z.string().nullable() })),
  receipt: z.string().startsWith('/'),
  error: Problem.optional(),
});
export type RunDocument = z.infer<typeof RunDocument>;

export const ErrorDocument = z.strictObject({ error: Problem });

export const ScenarioList = z.object({
  scenarios: z.array(
    z.object({ id: Text, title: Text, summary: Text, entry: z.string().nullable(), expectedExit: z.number() }),
  ),
});

export const VerifyDocument = z.looseObject({
  accepted: z.boolean(),
  receipts: z.array(z.looseObject({ file: Text, accepted: z.boolean(), code: Text, practice: z.boolean().nullable() })),
});

/** The fields of a receipt's predicate that other people's programs rely on. */
export const Predicate = z.looseObject({
  overall: State,
  verdicts: Verdicts,
  instrument: z.looseObject({ product: z.string().nullable(), version: z.string().nullable() }),
  practice: z.boolean(),
  receiptId: Text,
  supersedes: z.string().nullable(),
  kind: Text,
});

/** The document a program printed, which ended with this exit code; the test fails with all it said where it did not. */
export function documentOf<T>(schema: z.ZodType<T>, finished: Finished, exitCode: number): T {
  const { stdout, stderr } = finished;
  expect(finished.exitCode, `${stderr}${stdout}`).toBe(exitCode);
  return schema.parse(finished.json);
}

/** The code of the error a program printed. */
export function errorCode(finished: Finished, exitCode: number): string {
  return documentOf(ErrorDocument, finished, exitCode).error.code;
}
