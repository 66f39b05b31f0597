import * as z from 'zod';

/** Why a reading gave nothing. A failed reading is a fact too and never means "nothing there". */
export const UnavailableCause = z.enum([
  'needs-elevation',
  'tool-missing',
  'tool-failed',
  'not-on-this-system',
  'copied-disk',
  'malformed',
  'too-large',
  'not-known',
]);
export type UnavailableCause = z.infer<typeof UnavailableCause>;

const origin = {
  /** Where the reading came from: a file, a system tool with its arguments, an interface. For people and receipts. */
  source: z.string(),
  /** When it was read, by the machine's own clock. */
  at: z.iso.datetime(),
};

/** Schema of a fact whose value has the given schema. */
export function fact<T extends z.ZodType>(value: T) {
  return z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('read'), value, ...origin }),
    z.strictObject({ status: z.literal('unavailable'), cause: UnavailableCause, detail: z.string(), ...origin }),
  ]);
}

/** One reading of the machine: its value, or why there is none; always with source and time. */
export type Fact<T> =
  | { status: 'read'; value: T; source: string; at: string }
  | { status: 'unavailable'; cause: UnavailableCause; detail: string; source: string; at: string };

/** A reading that worked. `at` defaults to now. */
export function read<T>(value: T, source: string, at = new Date().toISOString()): Fact<T> {
  return { status: 'read', value, source, at };
}

/** A reading that failed, with its cause. `at` defaults to now. */
export function unavailable(
  cause: UnavailableCause,
  detail: string,
  source: string,
  at = new Date().toISOString(),
): Fact<never> {
  return { status: 'unavailable', cause, detail, source, at };
}

/** The value where it could be read, else `undefined`. For callers that treat "not read" as their own case. */
export function whenRead<T>(reading: Fact<T>): T | undefined {
  return reading.status === 'read' ? reading.value : undefined;
}
