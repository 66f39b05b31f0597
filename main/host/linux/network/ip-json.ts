import type { z } from 'zod';
import { type Fact, read, unavailable } from '../../../model/fact.ts';
import { type ToolRun, withoutResult } from '../tool.ts';

/** What a call of iproute2 printed, as the schema wants it. */
export function parsed<T>(run: ToolRun, schema: z.ZodType<T>): Fact<T> {
  if (run.kind !== 'ran' || run.exitCode !== 0) return withoutResult(run);
  try {
    // iproute2 prints nothing at all where it has nothing to print.
    return read(schema.parse(JSON.parse(run.stdout.trim() === '' ? '[]' : run.stdout)), run.source);
  } catch {
    return unavailable('malformed', 'What the tool "ip" printed was not understood.', run.source);
  }
}
