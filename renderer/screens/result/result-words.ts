import type { VerdictState } from '../../../main/model/assessment.ts';
import type { RunResult } from '../../../main/model/run-state.ts';

/** What the heading of the result says: how the work ended where that comes first, else the state of the instrument. */
export function headline({ end, overall }: RunResult): VerdictState | 'interim' | 'rolled-back' {
  return end === 'interim' || end === 'rolled-back' ? end : overall;
}

/** Whether something takes effect only after a restart or log-off. */
export function waitsForRestart({ end, steps }: RunResult): boolean {
  return end === 'interim' || steps.some(({ outcome }) => outcome.status === 'needs-restart');
}

/** Whether anything was changed that could be taken back. The installer never can. */
export function canUndo({ end, steps }: RunResult): boolean {
  if (end === 'rolled-back') return false;
  return steps.some(
    ({ id, outcome }) =>
      id !== 'product-installer' &&
      (['done', 'needs-restart', 'conflict'].includes(outcome.status) || outcome.code === 'not-taken-back'),
  );
}
