import { idleCheck, notIdleProblem } from '../../wizard-steps/idle-check/step.ts';
import type { Catalogue, Product } from '../catalogue/catalogue.ts';
import type { Assessment } from '../model/assessment.ts';
import type { RunRequest } from '../model/choices.ts';
import { EXIT, type ExitCode, Failure, type Problem } from '../model/failure.ts';
import type { Observation } from '../model/observation.ts';
import type { Plan } from '../model/plan.ts';
import type { RunFront } from './ports.ts';

/** A gate that stays shut: why, what to do, and the exit code of the run. Nothing was changed. */
export interface ClosedGate {
  problem: Problem;
  exitCode: ExitCode;
}

/** Whether patients' results may depend on this instrument: then a change needs somebody's authority. Not knowing counts as yes. */
export function isDiagnosticUse(assessment: Assessment, products: readonly Product[]): boolean {
  const { product, mode } = assessment.identification;
  const known = products.find(({ key }) => key === product);
  return known === undefined || known.diagnosticInstrument || mode === 'Dx' || mode === 'unknown';
}

/** Where patients' results may depend on the instrument, somebody with authority must have allowed the change. */
export function checkAuthority(catalogue: Catalogue, request: RunRequest, assessment: Assessment): ClosedGate | null {
  if (isDiagnosticUse(assessment, catalogue.products) && request.choices.changeControl === null) {
    return {
      problem: {
        code: 'change-control-missing',
        message:
          'This instrument is used, or may be used, for in-vitro diagnostics. Changes need a change-control reference, the name of who authorised them, and the vendor guide read beforehand.',
        next: `Ask your quality officer, read the guide (${catalogue.guide}), then run again with --change-control REF --authorised-by NAME --guide-read. Nothing was changed.`,
      },
      exitCode: EXIT.gateClosed,
    };
  }
  return null;
}

/** Before anything that cannot be undone, the person vouches for a backup. */
export async function checkBackup(
  plan: Plan,
  consent: { backupConfirmed: boolean },
  front: RunFront,
): Promise<ClosedGate | null> {
  const irreversible = plan.steps.some((step) => !step.reversible);
  if (irreversible && !consent.backupConfirmed) {
    consent.backupConfirmed = (await front.ask({ kind: 'confirm-backup' })) === 'yes';
  }
  if (irreversible && !consent.backupConfirmed) {
    return {
      problem: {
        code: 'backup-not-confirmed',
        message: 'The plan holds a step that cannot be undone, and no backup was confirmed.',
        next: 'Make a backup of the system image and of all run data, then run again with --confirm-backup. Nothing was changed.',
      },
      exitCode: EXIT.gateClosed,
    };
  }
  return null;
}

/**
 * The idle gate: observed busy shuts it and nothing opens it; where files cannot tell, the person's word does.
 * It is asked for once a process: whoever confirmed watches the instrument while the run goes on.
 */
export async function checkIdle(
  observation: Observation,
  consent: { idleConfirmed: boolean },
  front: RunFront,
): Promise<ClosedGate | null> {
  const idle = idleCheck.check(observation, new Date());
  if (idle.state === 'busy') return notIdleProblem(idle);
  if (!consent.idleConfirmed) {
    consent.idleConfirmed = (await front.ask({ kind: 'confirm-idle', because: idle.because })) === 'yes';
  }
  return consent.idleConfirmed ? null : notIdleProblem(idle);
}

/**
 * The idle gate for work that has begun and is gone on with: where it is shut, everything is left as it is for a later
 * `resume`. Throws `Failure`.
 */
export async function requireIdle(
  observation: Observation,
  consent: { idleConfirmed: boolean },
  front: RunFront,
): Promise<void> {
  const shut = await checkIdle(observation, consent, front);
  if (shut === null) return;
  const next =
    'When the instrument is idle, go on with `ucs-remedy resume --confirm-idle`. Nothing more is changed before.';
  throw new Failure({ ...shut.problem, next }, shut.exitCode);
}
