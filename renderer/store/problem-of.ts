import type { Problem } from '../../main/model/failure.ts';

/** What a failed call carries: `{ code, message, next }`, from whichever front. Anything else is a defect of ours. */
export function problemOf(error: unknown): Problem {
  if (typeof error === 'object' && error !== null) {
    const { code, message, next } = error as Partial<Record<keyof Problem, unknown>>;
    if (typeof code === 'string' && typeof message === 'string' && typeof next === 'string') {
      return { code, message, next };
    }
  }
  return { code: 'window-error', message: String(error), next: '' };
}
