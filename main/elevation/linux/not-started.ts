import { EXIT, Failure } from '../../model/failure.ts';

/** The helper ended, or was never started, before it was seen. */
export function notStarted(how: string): Failure {
  return new Failure(
    {
      code: 'helper-not-started',
      message: `The part of the program that makes changes could not be started (${how}).`,
      next: 'Start the program again. Nothing was changed.',
    },
    EXIT.elevationFailed,
  );
}
