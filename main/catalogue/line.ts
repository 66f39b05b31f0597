import * as z from 'zod';

/** One line of text. Control characters and marks that turn the writing direction could make it read as another. */
export const Line = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u);
