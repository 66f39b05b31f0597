import { EXIT, Failure } from '../model/failure.ts';
import type { PerformJob } from './helper.ts';

/** Practice works in a folder of the caller's choice, and an administrator does not write where somebody else says. */
export function onlyThisMachine(perform: PerformJob): PerformJob {
  return (target, job, front) => {
    if (target.kind === 'this-machine') return perform(target, job, front);
    throw new Failure(
      {
        code: 'practice-not-elevated',
        message: 'Practice does not need administrator rights and does not get them.',
        next: 'Start it without them.',
      },
      EXIT.elevationFailed,
    );
  };
}
