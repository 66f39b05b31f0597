import { whenRead } from '../model/fact.ts';
import { EXIT, Failure } from '../model/failure.ts';
import type { Observation } from '../model/observation.ts';
import { unitOfUcs } from './unit-candidates.ts';

const NOTHING_CHANGED = 'Nothing was changed.';

/**
 * Refuses a person's word on which unit is UCS where it is not one of those a person has to choose among: the machine shows another
 * one, or has none of that name. `names` are what UCS is found by without that word. Throws `Failure` (wrong use): `ucs-unit-not-there`,
 * `ucs-unit-contradicted`, `ucs-unit-not-a-candidate`.
 */
export function refuseUnfoundedUnit(observation: Observation, names: readonly string[], stated: string | null): void {
  if (stated === null) return;
  const services = whenRead(observation.services);
  // Nobody can tell; what then cannot be found gives no step and no verdict either.
  if (services === undefined) return;
  if (!services.some(({ name }) => name === stated)) {
    throw refusal('ucs-unit-not-there', `There is no unit "${stated}" on this machine.`, 'Check its name.');
  }
  const { clear, candidates } = unitOfUcs(observation, names);
  if (clear?.name === stated) return;
  if (clear !== null) {
    throw refusal(
      'ucs-unit-contradicted',
      `The machine shows that the copy service is "${clear.name}", and "${stated}" was stated.`,
      'Take the statement back. If the machine is wrong, ask Illumina before anything is changed.',
    );
  }
  if (candidates.some(({ unit }) => unit === stated)) return;
  throw refusal(
    'ucs-unit-not-a-candidate',
    `Nothing on this machine speaks for "${stated}" being the copy service.`,
    `Choose one of these: ${candidates.map(({ unit }) => unit).join(', ') || 'none was found'}.`,
  );
}

function refusal(code: string, message: string, next: string): Failure {
  return new Failure({ code, message, next: `${next} ${NOTHING_CHANGED}` }, EXIT.wrongUse);
}
