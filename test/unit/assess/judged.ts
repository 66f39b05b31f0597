import { type AssessInput, assess } from '../../../main/assess/assess.ts';
import type { CveId } from '../../../main/model/assessment.ts';
import type { Observation } from '../../../main/model/observation.ts';
import { type ADMINISTRATOR, catalogue, firewall, LISTED, service, ucsProcess } from './machines.ts';

/** The assessment of a machine, by default a listed one, and its two verdicts. */
export function judged(machine: Observation, changed: Partial<AssessInput> = {}) {
  const assessment = assess({
    catalogue,
    pack: null,
    observation: machine,
    identification: LISTED,
    standing: [],
    ...changed,
  });
  const of = (cve: CveId) => assessment.verdicts.find((verdict) => verdict.cve === cve)!;
  const network = of('CVE-2023-1968');
  const privilege = of('CVE-2023-1966');
  return { assessment, network, privilege, states: [network.state, privilege.state] };
}

/** Nothing closes any port. */
export const OPEN = { firewall: firewall([]) };
/** UCS is set to run, and runs, as this account. */
export const bothAs = (account: typeof ADMINISTRATOR | null) => ({
  services: [service({ account })],
  processes: [ucsProcess({ account }), ucsProcess({ pid: 4, parentPid: 0, description: null })],
});
