import { ucsNamesFor } from '../main/catalogue/pack-for-instrument.ts';
import { findUcs } from '../main/observe/ucs.ts';
import type { PlanContext } from './step.ts';

/** What to say before a step works on a unit that nothing but a person's word makes the copy service. */
export function statedUnitWarnings({ catalogue, pack, observation, assessment, choices }: PlanContext): string[] {
  const { ucsUnit } = choices.stated;
  if (ucsUnit === null) return [];
  const byItself = findUcs(observation, ucsNamesFor(catalogue, pack, assessment.listed));
  if (byItself.status === 'found') return [];
  return [
    `That ${ucsUnit} is the copy service was stated by a person; nothing on the machine shows it. If it is another service, that other service is changed.`,
  ];
}
