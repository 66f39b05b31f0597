import type { Operator } from '../model/choices.ts';
import { Failure } from '../model/failure.ts';
import type { RunEnd } from './conclude.ts';
import { conclude } from './conclude.ts';
import { undoStep } from './execute-step.ts';
import { readRuns, runToRollBack, stepsToUndo } from './find-runs.ts';
import { checkIdle, frontGone, requireIdle } from './gates.ts';
import { type PowerCut, reopenJournal } from './journal.ts';
import type { RunPorts } from './ports.ts';
import { packToRollBack } from './run-pack.ts';
import { RunSession } from './session.ts';

export interface RollbackRequest {
  /** Null: the newest run that has something to undo. */
  runId: string | null;
  operator: Operator;
  confirmIdle: boolean;
}

/**
 * Undoes a run, newest step first, each from its backup. Ends with a receipt of its own that supersedes the run's. The run
 * lock must be held.
 */
export async function rollBackRun(
  ports: RunPorts,
  request: RollbackRequest,
  powerCut: PowerCut | null,
): Promise<RunEnd> {
  const runs = await readRuns(ports.journalFolder);
  const run = runToRollBack(runs, request.runId);
  const pack = await packToRollBack(ports, run);
  const session = new RunSession(
    ports,
    await reopenJournal(ports.journalFolder, run.runId, powerCut),
    runs.filter(({ runId }) => runId !== run.runId),
    { approval: run.request.approval, idleConfirmed: request.confirmIdle, backupConfirmed: run.confirmed.backup },
    pack,
  );
  try {
    const { observation, snapshot } = await session.look();
    const busy = await checkIdle(observation, session.consent, ports.front);
    if (busy !== null) throw new Failure(busy.problem, busy.exitCode);
    await session.record({ kind: 'rollback-started', operator: request.operator });
    // A run that lost power before its first look was written changed nothing, and its receipt needs one.
    if (session.state.before === null) await session.record({ kind: 'looked', before: snapshot });
    return await continueRollback(session);
  } finally {
    await session.close();
  }
}

/** Goes on with a rollback from wherever the journal says it is. */
export async function continueRollback(session: RunSession): Promise<RunEnd> {
  for (const { id } of stepsToUndo(session.state)) {
    const planned = session.state.plan?.steps.find((step) => step.id === id);
    if (planned === undefined) continue;
    const stop = session.ports.front.stopRequested();
    if (stop === 'front-gone') throw frontGone();
    if (stop === 'cancelled') return conclude(session, 'stopped', await session.look());
    await requireIdle((await session.look()).observation, session.consent, session.ports.front);
    await undoStep(session, planned);
  }
  // A step that cannot be undone still stands: a receipt must not say that the run was.
  const allUndone = session.state.steps.every(
    ({ phase, outcome }) => phase !== 'undone' || outcome?.status === 'undone',
  );
  return conclude(session, allUndone ? 'rolled-back' : 'failed', await session.look());
}
