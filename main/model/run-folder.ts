import * as z from 'zod';
import { fact } from './fact.ts';

/** What `RunParameters.xml` and `RunInfo.xml` of one sequencing run say. Null: the element is missing or empty. */
export const RunRecord = z.strictObject({
  applicationName: z.string().nullable(),
  applicationVersion: z.string().nullable(),
  systemSuiteVersion: z.string().nullable(),
  serial: z.string().nullable(),
  ucsVersion: z.string().nullable(),
  ucsRunId: z.string().nullable(),
  localRunManagerVersion: z.string().nullable(),
});
export type RunRecord = z.infer<typeof RunRecord>;

/** A file at the top of a run folder, by name: the markers of domain facts "run in progress" are read from these. */
export const RunFile = z.strictObject({ name: z.string(), modifiedAt: z.iso.datetime() });
export type RunFile = z.infer<typeof RunFile>;

/** A run folder with what its record files say. */
export const RunFolder = z.strictObject({
  path: z.string(),
  /** The latest change of the folder or of anything directly in it. */
  changedAt: z.iso.datetime(),
  files: z.array(RunFile),
  record: fact(RunRecord),
});
export type RunFolder = z.infer<typeof RunFolder>;
