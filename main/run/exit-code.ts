import type { VerdictState } from '../model/assessment.ts';
import { EXIT, type ExitCode } from '../model/failure.ts';

const BY_STATE: Record<VerdictState, ExitCode> = {
  exposed: EXIT.actionNeeded,
  conflict: EXIT.conflict,
  unknown: EXIT.unknown,
  'pending-reboot': EXIT.rebootPending,
  mitigated: EXIT.nothingToDo,
  fixed: EXIT.nothingToDo,
  'not-affected': EXIT.nothingToDo,
};

/** The exit code that a verdict stands for. */
export function exitCodeOf(overall: VerdictState): ExitCode {
  return BY_STATE[overall];
}
