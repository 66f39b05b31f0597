import { setTimeout } from 'node:timers/promises';
import { stepById } from '../../wizard-steps/registry.ts';
import type { AnyStep, ApplyContext } from '../../wizard-steps/step.ts';
import { HostChangeError } from '../host/host.ts';
import { whenRead } from '../model/fact.ts';
import type { Json } from '../model/json.ts';
import type { PlannedStep } from '../model/plan.ts';
import type { Check, Outcome, PerformedBy } from '../model/step-result.ts';
import type { RunSession } from './session.ts';

/** How a change of the machine went, before it is journalled. */
interface StepEnd {
  outcome: Outcome;
  checks: Check[];
  performedBy: PerformedBy;
}

/** Applies one planned step with a journal entry before and after, or goes on with one that a crash interrupted. */
export async function executeStep(session: RunSession, planned: PlannedStep): Promise<void> {
  const { host } = session.ports;
  const step = stepById(planned.id);
  const params = step.params.parse(planned.params);
  const interrupted = session.state.steps.find(({ id }) => id === planned.id)?.phase === 'begun';
  let backup: Json;
  if (interrupted) {
    backup = session.state.steps.find(({ id }) => id === planned.id)?.backup ?? null;
  } else {
    backup = await step.backup(host, params);
    await session.record({ kind: 'intent', step: planned.id, mode: planned.mode, backup });
  }
  session.ports.front.progress({ kind: 'step-begun', step: planned.id, says: planned.because });
  const end = interrupted
    ? await goOn(session, step, planned, params, backup)
    : await applyAndCheck(session, step, planned, params, backup);
  await recordEnd(session, planned, 'outcome', end);
}

/** Results of a check after which doing the step again would change nothing. */
const STANDS: readonly Check['result'][] = ['passed', 'overridden', 'waits-for-restart'];

/** Looks again at a step that waited for a restart, now that the restart has been. */
export async function recheckAfterRestart(session: RunSession, planned: PlannedStep): Promise<void> {
  const step = stepById(planned.id);
  const progress = session.state.steps.find(({ id }) => id === planned.id);
  const checks = await step.verify(session.ports.host, planned.params);
  const outcome: Outcome = {
    status: 'done',
    code: 'done-after-restart',
    says: 'Complete since the restart.',
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
  if (!stands) return applyAndCheck(session, step, planned, params, backup);
  const done: Outcome = {
    status: 'done',
    code: 'found-done',
    says: 'The change was found in place after an interruption.',
    next: null,
  };
  return judge(session, step, backup, { outcome: done, checks, performedBy: 'program' });
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
      next: 'The step is undone. Keep the receipt and ask for help.',
    };
  }
  const end = { outcome, checks: await step.verify(session.ports.host, params), performedBy: performedBy() };
  return judge(session, step, backup, end);
}

/** Decides from the checks, not from what the step said, and takes back what did not work or what the lab cannot work with. */
async function judge(session: RunSession, step: AnyStep, backup: Json, end: StepEnd): Promise<StepEnd> {
  const { outcome, checks } = end;
  const failed = (about: Check['about']) => checks.find((check) => check.about === about && check.result === 'failed');
  if (outcome.status === 'failed') return step.reversible ? takeBack(session, step, backup, end, outcome) : end;
  if (!['done', 'needs-restart'].includes(outcome.status)) return end;

  const broken = failed('lab-works');
  if (broken !== undefined && !step.reversible) {
    return {
      ...end,
      outcome: {
        status: 'failed',
        code: 'lab-may-not-work',
        says: `The change is in place and cannot be undone by the program, but the instrument may not be able to work: ${broken.says}`,
        next: 'Do not use the instrument before a technician has looked at it.',
      },
    };
  }
  if (broken !== undefined) {
    return takeBack(session, step, backup, end, {
      status: 'undone',
      code: 'lab-would-not-work',
      says: `The change was taken back because the instrument could not have worked with it: ${broken.says}`,
      next: 'Solve the cause named here, then run again.',
    });
  }
  const waiting = checks.find(({ result }) => result === 'waits-for-restart');
  if (outcome.status === 'needs-restart' || waiting !== undefined) {
    return { ...end, outcome: { ...outcome, status: 'needs-restart', says: waiting?.says ?? outcome.says } };
  }
  const overridden = checks.find(({ result }) => result === 'overridden');
  if (overridden !== undefined) {
    return {
      ...end,
      outcome: {
        status: 'conflict',
        code: 'overridden',
        says: overridden.says,
        next: 'Ask whoever manages this machine to change what overrides it, then run again.',
      },
    };
  }
  const ineffective = failed('effect');
  if (ineffective !== undefined) {
    const noEffect: Outcome = {
      status: 'failed',
      code: 'no-effect',
      says: `The change did not have its effect: ${ineffective.says}`,
      next: 'Keep the receipt and ask for help.',
    };
    return step.reversible ? takeBack(session, step, backup, end, noEffect) : { ...end, outcome: noEffect };
  }
  return end;
}

async function takeBack(
  session: RunSession,
  step: AnyStep,
  backup: Json,
  end: StepEnd,
  outcome: Outcome,
): Promise<StepEnd> {
  const { context } = applyContext(session, { id: step.id, mode: 'automatic' });
  context.progress('Taking the change back.');
  const undo = await step.rollback(session.ports.host, backup, context);
  if (undo.status === 'undone') return { ...end, outcome };
  return {
    ...end,
    outcome: {
      status: 'failed',
      code: 'not-taken-back',
      says: `${outcome.says} Taking it back did not work either: ${undo.says}`,
      next: undo.next ?? 'Do not use the instrument before a technician has looked at it.',
    },
  };
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

async function rollbackOrExplain(
  session: RunSession,
  step: AnyStep,
  backup: Json,
  context: ApplyContext,
): Promise<Outcome> {
  if (!step.reversible) {
    return {
      status: 'blocked',
      code: 'not-reversible',
      says: 'This step cannot be undone by the program.',
      next: 'Restore the backup of the system image if the instrument must go back to what it was.',
    };
  }
  try {
    return await step.rollback(session.ports.host, backup, context);
  } catch (error) {
    if (!(error instanceof HostChangeError)) throw error;
    return {
      status: 'failed',
      code: error.code,
      says: `The system refused to undo this step (${error.detail}).`,
      next: 'Keep the receipt and ask for help before the instrument is used.',
    };
  }
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

/** What a step may use while it works; remembers whether a person did it, and which kind of person. */
function applyContext(
  session: RunSession,
  planned: Pick<PlannedStep, 'id' | 'mode'>,
): { context: ApplyContext; performedBy: () => PerformedBy } {
  const { host, front } = session.ports;
  let performer: PerformedBy = 'program';
  const context: ApplyContext = {
    runId: session.state.runId,
    progress: (says) => front.progress({ kind: 'step-says', step: planned.id, says }),
    pause: (milliseconds) => (host.about.practice ? Promise.resolve() : setTimeout(milliseconds)),
    password: async (account) =>
      (await front.password(account)) ?? (await host.simulatedPerson?.passwordFor(account)) ?? null,
    guide: async (task) => {
      if (host.simulatedPerson !== null) {
        performer = 'simulated-person';
        front.progress({ kind: 'person', step: planned.id, says: `Simulated person: ${task.title}` });
        return host.simulatedPerson.perform(task);
      }
      performer = 'operator';
      const answer = await front.ask({ kind: 'guide', title: task.title, instructions: task.instructions });
      if (answer === 'nobody-there') return answer;
      return answer === 'yes' ? 'done' : 'refused';
    },
  };
  return { context, performedBy: () => performer };
}
