import { stepById } from '../../wizard-steps/registry.ts';
import type { AnyStep } from '../../wizard-steps/step.ts';
import { type Host, HostChangeError } from '../host/host.ts';
import { whenRead } from '../model/fact.ts';
import type { Json } from '../model/json.ts';
import type { PlannedStep } from '../model/plan.ts';
import type { Check, Outcome } from '../model/step-result.ts';
import { applyContext } from './apply-context.ts';
import { requireIdle } from './gates.ts';
import { judge, rollbackOrExplain, type StepEnd } from './judge-step.ts';
import type { RunSession } from './session.ts';

/** Applies one planned step with a journal entry before and after, or goes on with one that a crash interrupted. */
export async function executeStep(session: RunSession, planned: PlannedStep): Promise<void> {
  const { host } = session.ports;
  const step = stepById(planned.id);
  const params = step.params.parse(planned.params);
  const progress = () => session.state.steps.find(({ id }) => id === planned.id);
  const interrupted = progress()?.phase === 'begun';
  if (!interrupted) {
    const backup = await backupOrExplain(step, host, params);
    if ('status' in backup) return recordEnd(session, planned, 'outcome', notBegun(backup));
    await session.record({ kind: 'intent', step: planned.id, mode: planned.mode, backup: backup.value });
  }
  // Of several backups the first counts: it alone knows the value from before any change.
  const backup = progress()?.backup ?? null;
  session.ports.front.progress({ kind: 'step-begun', step: planned.id, says: planned.because });
  const end = interrupted
    ? await goOn(session, step, planned, params, backup)
    : await applyAndCheck(session, step, planned, params, backup);
  await recordEnd(session, planned, 'outcome', end);
}

/** The previous values, or why there is no way back: then nothing may be changed. */
async function backupOrExplain(step: AnyStep, host: Host, params: Json): Promise<{ value: Json } | Outcome> {
  try {
    return { value: await step.backup(host, params) };
  } catch (error) {
    if (!(error instanceof HostChangeError)) throw error;
    return {
      status: 'blocked',
      code: 'backup-not-possible',
      says: `What the step would change could not be read beforehand (${error.detail}), so it was not begun.`,
      next: 'Solve the cause named here, then run again. Nothing was changed by this step.',
    };
  }
}

function notBegun(outcome: Outcome): StepEnd {
  return { outcome, checks: [], performedBy: 'program' };
}

/** Results of a check after which doing the step again would change nothing. */
const STANDS: readonly Check['result'][] = ['passed', 'overridden', 'waits-for-restart'];

/** Looks again at a step that waited for a restart or a log-off. */
export async function recheckAfterRestart(session: RunSession, planned: PlannedStep): Promise<void> {
  const step = stepById(planned.id);
  const progress = session.state.steps.find(({ id }) => id === planned.id);
  const checks = await step.verify(session.ports.host, planned.params);
  const outcome: Outcome = {
    status: 'done',
    code: 'done-after-restart',
    says: 'Complete since the restart or log-off.',
    next: null,
  };
  const performedBy = progress?.performedBy ?? 'program';
  const end = await judge(session, step, progress?.backup ?? null, { outcome, checks, performedBy });
  await recordEnd(session, planned, 'outcome', end);
}

/** After a crash nothing is assumed: look first. What holds is done, what is half done is done again. */
async function goOn(
  session: RunSession,
  step: AnyStep,
  planned: PlannedStep,
  params: Json,
  backup: Json,
): Promise<StepEnd> {
  const checks = await step.verify(session.ports.host, params);
  const effect = checks.filter(({ about }) => about === 'effect');
  const stands = effect.length > 0 && effect.every(({ result }) => STANDS.includes(result));
  // A service that an interrupted step left stopped: the change holds, and the step is still only half done.
  const halfDone = step.reversible && checks.some(({ about, result }) => about === 'lab-works' && result === 'failed');
  if (!stands || halfDone) {
    await requireIdle((await session.look()).observation, session.consent, session.ports.front);
    return applyAndCheck(session, step, planned, params, backup);
  }
  const outcome = await foundInPlace(step, session.ports.host);
  return judge(session, step, backup, { outcome, checks, performedBy: 'program' });
}

/** What an interrupted installer said about a restart is lost; where the system waits for one, it may be that one. */
async function foundInPlace(step: AnyStep, host: Host): Promise<Outcome> {
  const waits = !step.reversible && whenRead(await host.pendingReboot())?.pending === true;
  const says = 'The change was found in place after an interruption.';
  if (!waits) return { status: 'done', code: 'found-done', says, next: null };
  return {
    status: 'needs-restart',
    code: 'found-done-restart-pending',
    says: `${says} The system waits for a restart.`,
    next: 'Restart the instrument, then run `ucs-remedy resume`.',
  };
}

async function applyAndCheck(
  session: RunSession,
  step: AnyStep,
  planned: PlannedStep,
  params: Json,
  backup: Json,
): Promise<StepEnd> {
  const { context, performedBy } = applyContext(session, planned);
  let outcome: Outcome;
  try {
    outcome = await step.apply(session.ports.host, params, context);
  } catch (error) {
    if (!(error instanceof HostChangeError)) throw error;
    outcome = {
      status: 'failed',
      code: error.code,
      says: `The system refused the change (${error.detail}).`,
      next: 'Keep the receipt and ask for help.',
    };
  }
  const end = { outcome, checks: await step.verify(session.ports.host, params), performedBy: performedBy() };
  return judge(session, step, backup, end);
}

/** Undoes one step of a run from its backup, with a journal entry before and after. */
export async function undoStep(session: RunSession, planned: PlannedStep): Promise<void> {
  const progress = session.state.steps.find(({ id }) => id === planned.id);
  const step = stepById(planned.id);
  session.ports.front.progress({ kind: 'step-begun', step: planned.id, says: 'Undoing this step.' });
  if (progress?.phase !== 'undoing') await session.record({ kind: 'undo-intent', step: planned.id });
  const { context, performedBy } = applyContext(session, planned);
  const outcome = await rollbackOrExplain(session, step, progress?.backup ?? null, context);
  await recordEnd(session, planned, 'undo-outcome', { outcome, checks: [], performedBy: performedBy() });
}

async function recordEnd(
  session: RunSession,
  planned: PlannedStep,
  kind: 'outcome' | 'undo-outcome',
  { outcome, checks, performedBy }: StepEnd,
): Promise<void> {
  const bootId = whenRead(await session.ports.host.bootId()) ?? null;
  await session.record({ kind, step: planned.id, outcome, checks, performedBy, bootId });
  session.ports.front.progress({ kind: 'step-ended', step: planned.id, says: outcome.says });
}
