import type { Approval } from '../model/choices.ts';
import { whenRead } from '../model/fact.ts';
import { EXIT, Failure } from '../model/failure.ts';
import type { RunState } from '../model/run-state.ts';
import type { RunEnd } from './conclude.ts';
import { readRuns, unfinishedRun } from './find-runs.ts';
import { refuseBlindApproval } from './gates.ts';
import { type PowerCut, reopenJournal } from './journal.ts';
import type { RunPorts } from './ports.ts';
import { continueRollback } from './rollback.ts';
import { proceed } from './run.ts';
import { packToResume, packToRollBack } from './run-pack.ts';
import { RunSession } from './session.ts';

/** What the person says when a run goes on; what they said when it began still holds where it can. */
export interface ResumeRequest {
  approval: Approval;
  confirmIdle: boolean;
}

/** Goes on with the unfinished run, or with its unfinished rollback. The run lock must be held. */
export async function resumeRun(ports: RunPorts, request: ResumeRequest, powerCut: PowerCut | null): Promise<RunEnd> {
  const runs = await readRuns(ports.journalFolder);
  const run = unfinishedRun(runs);
  if (run === undefined) {
    throw new Failure(
      {
        code: 'nothing-to-resume',
        message: 'No run is waiting to go on.',
        next: 'Start one with `ucs-remedy run`, or look at the instrument with `ucs-remedy assess`.',
      },
      EXIT.wrongUse,
    );
  }
  refuseBlindApproval(ports.host, request.approval);
  refuseOtherDigest(run, request.approval);
  const pack = await (run.rollbackBy === null ? packToResume(ports, run) : packToRollBack(ports, run));
  const bootId = whenRead(await ports.host.bootId()) ?? null;
  const journal = await reopenJournal(ports.journalFolder, run.runId, powerCut);
  const session = new RunSession(
    ports,
    journal,
    runs.filter(({ runId }) => runId !== run.runId),
    {
      approval: request.approval.kind === 'ask' ? run.request.approval : request.approval,
      idleConfirmed:
        request.confirmIdle || ((run.confirmed.idle || run.request.confirmIdle) && !restartedSince(run, bootId)),
      backupConfirmed: run.confirmed.backup || run.request.confirmBackup,
    },
    pack,
  );
  try {
    await session.record({ kind: 'resumed', bootId });
    return session.state.rollbackBy === null ? await proceed(session) : await continueRollback(session);
  } finally {
    await session.close();
  }
}

/** Whoever confirmed that the instrument is idle did so before the restart; since then anything may have been started. */
function restartedSince({ startedInBoot }: RunState, bootId: string | null): boolean {
  return bootId === null || bootId !== startedInBoot;
}

/** A run goes on with the plan in its journal and no other: whoever approves another one must hear of it. */
function refuseOtherDigest({ planDigest }: RunState, approval: Approval): void {
  if (approval.kind !== 'digest' || planDigest === null || planDigest === approval.digest) return;
  throw new Failure(
    {
      code: 'plan-changed',
      message: `The plan of the run that waits is not the one that was approved: its digest is ${planDigest}.`,
      next: 'Resume without --approve to go on with it, or undo the run with `ucs-remedy rollback`. Nothing was changed.',
    },
    EXIT.planChanged,
  );
}
