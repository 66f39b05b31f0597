import { strongSigns } from '../../wizard-steps/exploitation-signs/step.ts';
import { idleCheck, notIdleProblem } from '../../wizard-steps/idle-check/step.ts';
import type { Catalogue, Product } from '../catalogue/catalogue.ts';
import type { Host } from '../host/host.ts';
import type { Assessment } from '../model/assessment.ts';
import type { Approval, RunRequest } from '../model/choices.ts';
import { EXIT, type ExitCode, Failure, type Problem } from '../model/failure.ts';
import type { Observation } from '../model/observation.ts';
import type { Plan } from '../model/plan.ts';
import type { SignFinding } from '../model/sign-finding.ts';
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

/**
 * Compromise first: what a change does to the instrument destroys what shows an intrusion. Strong signs shut the gate; a technician
 * opens it with a reason, which is printed on the receipt.
 */
export function checkSigns(
  catalogue: Catalogue,
  { acceptSigns, operator }: Pick<RunRequest, 'acceptSigns' | 'operator'>,
  signs: readonly SignFinding[],
): ClosedGate | null {
  const strong = strongSigns(signs);
  const accepted = acceptSigns !== null && acceptSigns.trim() !== '' && operator.role === 'technician';
  if (strong.length === 0 || accepted) return null;
  const onlyTechnician = acceptSigns === null ? '' : ' Only a technician can decide to go on.';
  return {
    problem: {
      code: 'signs-of-compromise',
      message: `Strong signs of a break-in were found on this instrument: ${strong.map(({ says }) => says).join(' ')} Changing it now would destroy the evidence.${onlyTechnician}`,
      next: `Leave the instrument as it is. Export what was found with \`ucs-remedy evidence export --out FILE\`, then call your security officer and ${catalogue.contact}. A technician can go on afterwards with --role technician --accept-signs REASON. No further change is made.`,
    },
    exitCode: EXIT.gateClosed,
  };
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

/**
 * Blind approval exists for practice only. The command line says so too; the front is not relied on for it. Throws `Failure`.
 */
export function refuseBlindApproval({ about }: Pick<Host, 'about'>, { kind }: Approval): void {
  if (kind !== 'blind' || about.practice) return;
  throw new Failure(
    {
      code: 'blind-approval-refused',
      message: 'A plan for a real instrument cannot be approved without being read.',
      next: 'Look at the plan with `ucs-remedy plan`, then give its digest with --approve. Nothing was changed.',
    },
    EXIT.wrongUse,
  );
}

/** Why a run stops before its next step when nobody is at the other end any more. */
export function frontGone(): Failure {
  return new Failure({
    code: 'front-gone',
    message: 'The window or terminal of this run is gone; the run stopped before its next step.',
    next: 'Run `ucs-remedy resume` to go on, or `ucs-remedy rollback` to undo.',
  });
}
