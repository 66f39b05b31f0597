import { STEPS } from '../../wizard-steps/registry.ts';
import type { PlanContext } from '../../wizard-steps/step.ts';
import { ucsNamesFor } from '../catalogue/pack-for-instrument.ts';
import { digestOf } from '../model/json.ts';
import type { Plan, PlannedStep, ProgramStamp } from '../model/plan.ts';
import { refuseUnfoundedNetworks } from '../observe/inside-networks.ts';
import { refuseUnfoundedUnit } from '../observe/stated-unit.ts';
import { conditionFor } from './conditions.ts';
import { stableFacts } from './stable-facts.ts';

/**
 * Derives the plan from what was observed, the catalogue and the person's choices. Pure: same input, same plan, same digest.
 * Throws `Failure` where a choice does not fit the machine.
 */
export function makePlan(context: PlanContext, program: ProgramStamp): Plan {
  const { catalogue, pack, observation, assessment, choices } = context;
  refuseUnfoundedUnit(observation, ucsNamesFor(catalogue, pack, assessment.listed), choices.stated.ucsUnit);
  refuseUnfoundedNetworks(observation, choices.insideNetworks);
  const steps: PlannedStep[] = [];
  const leftOut: Plan['leftOut'] = [];
  for (const step of STEPS) {
    const because = step.applicable(context);
    if (because === false) continue;
    if (choices.decline.includes(step.id)) {
      leftOut.push({ id: step.id, because: 'The person declined this path.' });
      continue;
    }
    const { params, needs, warnings } = step.prepare(context);
    steps.push({
      id: step.id,
      mode: step.mode(context),
      reversible: step.reversible,
      addresses: [...step.addresses],
      because,
      condition: conditionFor(step.addresses, steps),
      changes: step.describe(params),
      warnings,
      needs,
      params,
    });
  }
  return {
    schema: 'ucs-plan/1',
    practice: context.practice,
    machineId: observation.machineId.status === 'read' ? observation.machineId.value : 'not readable',
    program,
    catalogue: assessment.catalogue,
    pack: context.pack?.stamp ?? null,
    choices,
    stableFacts: digestOf(stableFacts(context)),
    steps,
    leftOut,
  };
}

/** What a person approves: SHA-256 over the plan's canonical JSON. */
export function planDigest(plan: Plan): string {
  return digestOf(plan);
}
