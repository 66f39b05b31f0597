import type { Observation } from '../../../main/model/observation.ts';
import type { SignFinding } from '../../../main/model/sign-finding.ts';
import { exploitationSigns } from '../../../wizard-steps/exploitation-signs/step.ts';
import { catalogue, having, ucsProcess } from '../assess/machines.ts';

/** The day before the look of `machines.ts`. */
export const YESTERDAY = '2026-11-22T08:00:00.000Z';
export const LONG_AGO = '2026-01-01T08:00:00.000Z';

export const signsOf = (observation: Observation): SignFinding[] => exploitationSigns.signs(observation, { catalogue });
export const codesOf = (observation: Observation): string[] => signsOf(observation).map(({ code }) => code);

/** A machine on which UCS has started one other program. */
export function withStarted(imagePath: string | null, more: Parameters<typeof having>[0] = {}): Observation {
  const name = imagePath?.split(/[\\/]/).at(-1) ?? 'unknown';
  const started = ucsProcess({ pid: 501, parentPid: 500, name, imagePath, description: null });
  return having({ processes: [ucsProcess(), started], ...more });
}
