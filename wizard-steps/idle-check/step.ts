import { EXIT, type ExitCode, type Problem } from '../../main/model/failure.ts';
import type { Observation } from '../../main/model/observation.ts';
import { type IdleJudgement, judgeIdle } from '../../main/observe/idle.ts';

/** A read-only step: looks whether a sequencing run or the copying of its data is going on. Nothing overrides `busy`. */
export const idleCheck = {
  id: 'idle-check',
  check: (observation: Observation, now: Date): IdleJudgement => judgeIdle(observation, now),
} as const;

/** Why a run cannot go on while the instrument works, or while nobody vouches that it does not. */
export function notIdleProblem(idle: IdleJudgement): { problem: Problem; exitCode: ExitCode } {
  const problem: Problem =
    idle.state === 'busy'
      ? {
          code: 'instrument-busy',
          message: idle.because,
          next: 'Wait until the run and the copying of its data are over (15 minutes after CopyComplete.txt appears), then run again.',
        }
      : {
          code: 'idle-not-confirmed',
          message: `Nobody confirmed that the instrument is idle. ${idle.because}`,
          next: 'Look at the instrument: no run, no wash, no copying of data. Then run again with --confirm-idle.',
        };
  return { problem, exitCode: EXIT.notIdle };
}
