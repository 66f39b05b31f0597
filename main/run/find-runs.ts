import { randomBytes } from 'node:crypto';
import { EXIT, Failure } from '../model/failure.ts';
import type { RunState } from '../model/run-state.ts';
import { listRuns } from './journal.ts';
import { foldJournal } from './reducer.ts';

/** A new run id: sorts by time, fits a file name on every system. */
export function newRunId(now: Date): string {
  const stamp = now.toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '').toLowerCase();
  return `${stamp}-${randomBytes(4).toString('hex')}`;
}

/** Every run of a machine, oldest first, as its journal tells it. */
export async function readRuns(journalFolder: string): Promise<RunState[]> {
  return (await listRuns(journalFolder)).map(({ entries }) => foldJournal(entries));
}

/** The run that has not come to its end; there is at most one, because a new run is refused while there is one. */
export function unfinishedRun(runs: readonly RunState[]): RunState | undefined {
  return runs.find(({ phase }) => phase !== 'ended');
}

/** Refuses a new run while an earlier one is unfinished. */
export function refuseIfUnfinished(runs: readonly RunState[]): void {
  const open = unfinishedRun(runs);
  if (open === undefined) return;
  throw new Failure(
    {
      code: 'run-unfinished',
      message: `An earlier run (${open.runId}) has not come to its end${open.phase === 'paused' ? ': it waits for a restart' : ''}.`,
      next: 'Go on with it by `ucs-remedy resume`, or undo it by `ucs-remedy rollback`.',
    },
    open.phase === 'paused' ? EXIT.rebootPending : EXIT.error,
  );
}

/** Steps of a run that a rollback has to look at, newest first. */
export function stepsToUndo(run: RunState): RunState['steps'] {
  return run.steps
    .filter(({ phase, outcome }) => {
      if (phase === 'begun' || phase === 'undoing') return true;
      if (phase === 'undone') return outcome?.status === 'failed' || outcome?.status === 'needs-person';
      if (phase !== 'ended' || outcome === null) return false;
      return ['done', 'needs-restart', 'conflict'].includes(outcome.status) || outcome.code === 'not-taken-back';
    })
    .reverse();
}

/** The run a rollback undoes: the named one, else the newest that still has something to undo. */
export function runToRollBack(runs: readonly RunState[], runId: string | null): RunState {
  const run = runId === null ? runs.findLast(hasSomethingToUndo) : runs.find((candidate) => candidate.runId === runId);
  if (run !== undefined && hasSomethingToUndo(run)) return run;
  throw new Failure(
    {
      code: 'nothing-to-roll-back',
      message: nothingToUndo(run, runId),
      next: 'Check that you are at the right instrument and, for practice, that you named the same data folder.',
    },
    EXIT.wrongUse,
  );
}

/** An unfinished run counts: undoing it is also the way to end it. */
function hasSomethingToUndo(run: RunState): boolean {
  return run.phase !== 'ended' || stepsToUndo(run).length > 0;
}

function nothingToUndo(run: RunState | undefined, runId: string | null): string {
  if (runId === null) return 'No run has changed anything that could be undone.';
  return run === undefined ? `There is no run ${runId} here.` : `Run ${runId} left nothing that could be undone.`;
}
