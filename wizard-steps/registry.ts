import type { StepId } from '../main/model/choices.ts';
import { firewallPorts } from './firewall-ports/step.ts';
import { productInstaller } from './product-installer/step.ts';
import type { AnyStep } from './step.ts';
import { ucsAccount } from './ucs-account/step.ts';

/** Every remediation path, in the order a plan takes them. A new path is one folder and one line here. */
export const STEPS: readonly AnyStep[] = [productInstaller, firewallPorts, ucsAccount];

/** The code behind a step id. Only ids compiled in here can ever run. */
export function stepById(id: StepId): AnyStep {
  const step = STEPS.find((candidate) => candidate.id === id);
  if (step === undefined) throw new TypeError(`no such step: ${id}`);
  return step;
}
