import * as z from 'zod';

/** A unit that may be the copy service, with what speaks for it: for a person who knows the instrument and can choose. */
export const UnitCandidate = z.strictObject({
  /** Name of the unit, as systemd knows it. */
  unit: z.string(),
  /** What it calls itself (its description). */
  displayName: z.string(),
  /** One plain sentence a line. */
  speaks: z.array(z.string()),
});
export type UnitCandidate = z.infer<typeof UnitCandidate>;
