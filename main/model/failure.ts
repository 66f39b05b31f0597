import * as z from 'zod';

/** What a person gets when something did not work: a stable code, one plain sentence, and what to do next. */
export const Problem = z.strictObject({ code: z.string(), message: z.string(), next: z.string() });
export type Problem = z.infer<typeof Problem>;

/** Exit codes of `ucs-remedy`, fixed words of the product. */
export const EXIT = {
  nothingToDo: 0,
  error: 1,
  wrongUse: 2,
  actionNeeded: 10,
  rebootPending: 11,
  conflict: 12,
  unknown: 13,
  notIdle: 14,
  elevationFailed: 15,
  planChanged: 16,
  receiptRefused: 17,
  gateClosed: 18,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/**
 * A failure the product expects and can explain to a technician. Anything else that is thrown is a defect of ours and is
 * reported as `internal-error`.
 */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: string;
  readonly next: string;
  readonly exitCode: ExitCode;

  constructor(problem: Problem, exitCode: ExitCode = EXIT.error, cause?: unknown) {
    super(problem.message, cause === undefined ? undefined : { cause });
    this.code = problem.code;
    this.next = problem.next;
    this.exitCode = exitCode;
  }

  get problem(): Problem {
    return { code: this.code, message: this.message, next: this.next };
  }
}

/** The compiler's proof that a `switch` has seen every case. */
export function assertNever(value: never): never {
  throw new TypeError(`unexpected case: ${JSON.stringify(value)}`);
}
