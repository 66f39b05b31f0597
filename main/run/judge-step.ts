import type { AnyStep, ApplyContext } from '../../wizard-steps/step.ts';
import { HostChangeError } from '../host/host.ts';
import type { Json } from '../model/json.ts';
import type { Check, Outcome, PerformedBy } from '../model/step-result.ts';
import { applyContext } from './apply-context.ts';
import type { RunSession } from './session.ts';

/** How a change of the machine went, before it is journalled. */
export interface StepEnd {
  outcome: Outcome;
  checks: Check[];
  performedBy: PerformedBy;
}

/** Decides from the checks, not from what the step said, and takes back what did not work or what the lab cannot work with. */
export async function judge(session: RunSession, step: AnyStep, backup: Json, end: StepEnd): Promise<StepEnd> {
  const { outcome, checks } = end;
  const failed = (about: Check['about']) => checks.find((check) => check.about === about && check.result === 'failed');
  if (outcome.status === 'failed') return step.reversible ? takeBack(session, step, backup, end, outcome) : end;
  if (!['done', 'needs-restart'].includes(outcome.status)) return end;

  const broken = failed('lab-works');
  // What awaits a restart may be down until then; it is looked at again after it.
  const mayBeDown = !step.reversible && outcome.status === 'needs-restart';
  if (broken !== undefined && !step.reversible && !mayBeDown) {
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
  if (broken !== undefined && !mayBeDown) {
    return takeBack(session, step, backup, end, {
      status: 'undone',
      code: 'lab-would-not-work',
      says: `The change was taken back because the instrument could not have worked with it: ${broken.says}`,
      next: 'Solve the cause named here, then run again.',
    });
  }
  const waiting = checks.find(({ result }) => result === 'waits-for-restart');
  if (outcome.status === 'needs-restart' || waiting !== undefined) {
    const next = outcome.next ?? 'Restart the instrument, then run `ucs-remedy resume`.';
    return { ...end, outcome: { ...outcome, status: 'needs-restart', says: waiting?.says ?? outcome.says, next } };
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
  return confirmed(end);
}

/** What a step says it did, with a plain word where nothing that was looked at shows it. */
function confirmed(end: StepEnd): StepEnd {
  const effect = end.checks.filter(({ about }) => about === 'effect');
  const open = effect.find(({ result }) => result === 'not-possible');
  if (effect.some(({ result }) => result === 'passed') || open === undefined) return end;
  const says = `${end.outcome.says} That it had its effect could not be seen: ${open.says}`;
  return { ...end, outcome: { ...end.outcome, code: 'effect-not-seen', says } };
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
  const undo = await rollbackOrExplain(session, step, backup, context);
  if (undo.status === 'undone') {
    const says = outcome.status === 'failed' ? `${outcome.says} The change was taken back.` : outcome.says;
    return { ...end, outcome: { ...outcome, says } };
  }
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

/** Undoes a change, or says in an outcome why it could not be undone. */
export async function rollbackOrExplain(
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
