import type { RunRequest, StepId } from '../model/choices.ts';
import { whenRead } from '../model/fact.ts';
import { EXIT, Failure, type Problem } from '../model/failure.ts';
import type { EndKind } from '../model/journal.ts';
import type { Plan, PlannedStep } from '../model/plan.ts';
import { stillOpen } from '../plan/conditions.ts';
import { makePlan, planDigest } from '../plan/make-plan.ts';
import { conclude, type RunEnd } from './conclude.ts';
import { executeStep, recheckAfterRestart } from './execute-step.ts';
import { newRunId, readRuns, refuseIfUnfinished } from './find-runs.ts';
import {
  type ClosedGate,
  checkAuthority,
  checkBackup,
  checkIdle,
  checkSigns,
  frontGone,
  refuseBlindApproval,
} from './gates.ts';
import { readInstaller } from './installer.ts';
import { createJournal, type PowerCut } from './journal.ts';
import type { RunPorts } from './ports.ts';
import { packForNewRun } from './run-pack.ts';
import { type Look, lookAt, RunSession } from './session.ts';

/** Starts a new run and brings it to its end, or to a pause. The run lock must be held. */
export async function startRun(ports: RunPorts, request: RunRequest, powerCut: PowerCut | null): Promise<RunEnd> {
  const earlier = await readRuns(ports.journalFolder);
  refuseIfUnfinished(earlier);
  refuseBlindApproval(ports.host, request.approval);
  const pack = await packForNewRun(ports, request);
  ports.front.progress({ kind: 'looking', step: null, says: 'Looking at the instrument.' });
  // Before the journal begins: what cannot even be looked at leaves no unfinished run behind.
  const look = await lookAt({ ...ports, pack }, request.choices.stated, earlier);
  const runId = newRunId(new Date());
  const journal = await createJournal(ports.journalFolder, runId, powerCut);
  const consent = {
    approval: request.approval,
    idleConfirmed: request.confirmIdle,
    backupConfirmed: request.confirmBackup,
  };
  const session = new RunSession(ports, journal, earlier, consent, pack);
  try {
    const { program, helperAccount } = ports;
    const practice = ports.host.about.practice;
    const bootId = whenRead(look.observation.bootId) ?? null;
    await session.record({ kind: 'run-started', runId, request, practice, program, helperAccount, bootId });
    await planRun(session, look);
    return await proceed(session);
  } finally {
    await session.close();
  }
}

/** Goes on from wherever the journal says the run is. */
export async function proceed(session: RunSession): Promise<RunEnd> {
  if (session.state.plan === null && session.state.problem === null) await planRun(session, await session.look());
  if (session.state.problem !== null) return endRefused(session);
  if (session.state.approval === null && (await stopForSigns(session))) return endRefused(session);
  if (session.state.steps.length === 0) return conclude(session, noStepsEnd(session), await session.look());
  if (session.state.approval === null && !(await passGatesAndApprove(session))) return endRefused(session);
  return executePlan(session);
}

async function planRun(session: RunSession, look: Look): Promise<void> {
  await session.record({ kind: 'looked', before: look.snapshot });
  const plan = await planOrRefuse(session, look);
  if (plan instanceof Failure) await refuse(session, plan, 'stopped');
  else await session.record({ kind: 'planned', plan, digest: planDigest(plan) });
}

/** Strong signs stop a run also where there is nothing to change: it must not end as if all were well. */
async function stopForSigns(session: RunSession): Promise<boolean> {
  const { before, request } = session.state;
  const shut = checkSigns(session.ports.catalogue, request, before?.signs ?? []);
  if (shut !== null) await refuse(session, shut, 'stopped');
  return shut !== null;
}

function planContext(session: RunSession, look: Look) {
  const { catalogue, host } = session.ports;
  const { observation, assessment } = look;
  return { catalogue, pack: session.pack, observation, assessment, practice: host.about.practice };
}

/** The plan, or why there can be none (an installer that cannot be read or trusted). */
async function planOrRefuse(session: RunSession, look: Look): Promise<Plan | Failure> {
  const { choices } = session.state.request;
  try {
    const installer = await readInstaller(session.ports.host, choices);
    return makePlan({ ...planContext(session, look), choices, installer }, session.ports.program);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

async function refuse(session: RunSession, { problem, exitCode }: ClosedGate, end: EndKind): Promise<void> {
  await session.record({ kind: 'refused', problem, exitCode, end });
}

async function endRefused(session: RunSession): Promise<RunEnd> {
  return conclude(session, session.state.problemEnd ?? 'stopped', await session.look());
}

function noStepsEnd(session: RunSession): EndKind {
  return (session.state.plan?.leftOut.length ?? 0) > 0 ? 'declined' : 'nothing-to-do';
}

/** Whether the plan may be carried out; if not, why is in the journal. */
async function passGatesAndApprove(session: RunSession): Promise<boolean> {
  const { ports, consent } = session;
  const { request, plan, planDigest: digest } = session.state;
  if (plan === null || digest === null) throw new TypeError('a run is approved after it is planned');
  const fresh = await session.look();
  const gate =
    checkSigns(ports.catalogue, request, fresh.snapshot.signs) ??
    checkAuthority(ports.catalogue, request, fresh.assessment) ??
    (await checkIdle(fresh.observation, consent, ports.front)) ??
    (await checkBackup(plan, consent, ports.front)) ??
    (await approve(session, plan, digest, fresh));
  if (gate !== null) {
    await refuse(session, gate, gate.exitCode === EXIT.actionNeeded ? 'declined' : 'stopped');
    return false;
  }
  const confirmed = { idle: consent.idleConfirmed, backup: consent.backupConfirmed };
  await session.record({ kind: 'approved', digest, approval: consent.approval, confirmed });
  return true;
}

function planChanged(why: string): ClosedGate {
  const problem: Problem = {
    code: 'plan-changed',
    message: `The plan is not the one that was approved: ${why}.`,
    next: 'Look at the new plan with `ucs-remedy plan` and approve its digest. Nothing was changed.',
  };
  return { problem, exitCode: EXIT.planChanged };
}

/** Until the first intent the facts must still be those the approved plan rests on; after it, they change by its steps. */
async function stillSamePlan(session: RunSession): Promise<ClosedGate | null> {
  if (session.state.steps.some(({ startedAt }) => startedAt !== null)) return null;
  const replanned = await planOrRefuse(session, await session.look());
  const same = !(replanned instanceof Failure) && planDigest(replanned) === session.state.planDigest;
  return same ? null : planChanged('the instrument changed since the plan was made');
}

async function approve(session: RunSession, plan: Plan, digest: string, fresh: Look): Promise<ClosedGate | null> {
  const { approval } = session.consent;
  switch (approval.kind) {
    case 'digest':
      return approval.digest === digest ? null : planChanged(`its digest is ${digest}`);
    case 'blind':
      if (session.state.practice) return null;
      throw new TypeError('blind approval exists for practice only');
    case 'ask': {
      const { assessment } = fresh;
      const { signs } = fresh.snapshot;
      const answer = await session.ports.front.ask({ kind: 'approve', plan, digest, assessment, signs });
      if (answer === 'yes') return null;
      const problem: Problem = {
        code: 'plan-not-approved',
        message: answer === 'no' ? 'The plan was not approved.' : 'Nobody was there to approve the plan.',
        next: 'Run again when you want to go on, or give the digest beforehand with --approve. Nothing was changed.',
      };
      return { problem, exitCode: EXIT.actionNeeded };
    }
  }
}

/** Works through the approved plan. Stops between steps when asked to, when the front is gone, or when the instrument is busy. */
async function executePlan(session: RunSession): Promise<RunEnd> {
  const changed = await stillSamePlan(session);
  if (changed !== null) {
    await refuse(session, changed, 'stopped');
    return endRefused(session);
  }
  for (const planned of session.state.plan?.steps ?? []) {
    const stop = session.ports.front.stopRequested();
    if (stop === 'front-gone') throw frontGone();
    if (stop === 'cancelled') await leaveRemaining(session);
    const progress = session.state.steps.find(({ id }) => id === planned.id);
    if (progress?.phase === 'begun') await executeStep(session, planned);
    else if (progress?.phase === 'ended') await settleAfterRestart(session, planned);
    else {
      const busy = await considerStep(session, planned);
      if (busy !== null) {
        await refuse(session, busy, 'stopped');
        return endRefused(session);
      }
    }
  }
  const fresh = await session.look();
  const interim = (await session.standing()).some(({ state }) => state === 'waits-for-restart');
  return conclude(session, interim ? 'interim' : endOf(session), fresh);
}

/** Does a step that has not begun, if its own preconditions hold now. Returns the gate that is shut: not idle, or signs of compromise. */
async function considerStep(session: RunSession, planned: PlannedStep): Promise<ClosedGate | null> {
  if (await waitsForRestart(session, planned.condition?.after)) return null;
  const fresh = await session.look();
  const open = stillOpen(planned, fresh.assessment);
  if (open === 'closed') {
    const says = 'What it works on is no longer open.';
    await recordWithoutChange(session, planned, 'not-needed', 'condition-not-met', says);
    return null;
  }
  if (open === 'cannot-tell') {
    const says = 'Whether what it works on is still open could not be told, so the step was not begun.';
    await recordWithoutChange(session, planned, 'blocked', 'condition-unknown', says);
    return null;
  }
  if (planned.needs.length > 0) {
    await recordWithoutChange(session, planned, 'needs-person', 'input-missing', planned.needs.join(' '));
    return null;
  }
  const shut =
    checkSigns(session.ports.catalogue, session.state.request, fresh.snapshot.signs) ??
    (await checkIdle(fresh.observation, session.consent, session.ports.front));
  if (shut !== null) return shut;
  await executeStep(session, planned);
  return null;
}

/**
 * A step that waited for a restart is looked at again once the restart has been. What can be undone is looked at each time: a log-off may
 * have been enough, and what still waits says so again.
 */
async function settleAfterRestart(session: RunSession, planned: PlannedStep): Promise<void> {
  const step = session.state.steps.find(({ id }) => id === planned.id);
  if (step?.outcome?.status !== 'needs-restart') return;
  if (planned.reversible || !(await waitsForRestart(session, planned.id))) {
    await recheckAfterRestart(session, planned);
  }
}

async function leaveRemaining(session: RunSession): Promise<void> {
  const waiting = session.state.steps.filter(({ phase }) => phase === 'waiting').map(({ id }) => id);
  for (const planned of session.state.plan?.steps.filter(({ id }) => waiting.includes(id)) ?? []) {
    await recordWithoutChange(
      session,
      planned,
      'declined',
      'stopped-by-person',
      'The person stopped before this step.',
    );
  }
}

/** Whether a step's change still waits for a restart: what depends on it cannot be judged before. */
async function waitsForRestart(session: RunSession, id: StepId | undefined): Promise<boolean> {
  return (await session.standing()).some(({ step, state }) => step === id && state === 'waits-for-restart');
}

async function recordWithoutChange(
  session: RunSession,
  planned: PlannedStep,
  status: 'declined' | 'not-needed' | 'needs-person' | 'blocked',
  code: string,
  says: string,
): Promise<void> {
  const next = status === 'not-needed' ? null : 'Run again when you are ready to go on.';
  const outcome = { status, code, says, next };
  await session.record({
    kind: 'outcome',
    step: planned.id,
    outcome,
    checks: [],
    performedBy: 'program',
    bootId: null,
  });
  session.ports.front.progress({ kind: 'step-ended', step: planned.id, says });
}

function endOf(session: RunSession): EndKind {
  const codes = session.state.steps.map(({ outcome }) => outcome?.code);
  const statuses = session.state.steps.map(({ outcome }) => outcome?.status);
  if (codes.includes('stopped-by-person') || statuses.includes('blocked')) return 'stopped';
  if (statuses.some((status) => status === 'failed' || status === 'undone')) return 'failed';
  return 'completed';
}
