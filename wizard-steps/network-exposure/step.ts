import { ucsNamePatterns } from '../../main/catalogue/catalogue.ts';
import type { FactName, Observation } from '../../main/model/observation.ts';
import type { NetworkAdvice } from '../../main/model/sign-finding.ts';
import { findUcs } from '../../main/observe/ucs.ts';
import type { PlanContext } from '../step.ts';
import { EXPOSURE_RULES } from './rules.ts';

/** Evidence shown with one piece of advice; how much more there is is said. */
const MAX_EVIDENCE = 40;

const FACT_WORDS: Partial<Record<FactName, string>> = {
  networkInterfaces: 'network interfaces',
  defaultRoutes: 'routes',
  remoteDesktop: 'remote desktop',
  fileShares: 'file shares',
  firewall: 'firewall',
  listeners: 'sockets',
};

/**
 * A read-only step: advice on the network around the instrument, in the sense of CISA's advisory ICSMA-23-117-01. It changes
 * nothing, and it never says that the network is safe: a machine sees little of it.
 */
export const networkExposure = {
  id: 'network-exposure',

  advise(observation: Observation, { catalogue }: Pick<PlanContext, 'catalogue'>): NetworkAdvice[] {
    const view = { observation, ucs: findUcs(observation, ucsNamePatterns(catalogue)) };
    const found = EXPOSURE_RULES.flatMap(({ code, says, advice, find }): NetworkAdvice[] => {
      const evidence = find(view);
      const [first] = evidence;
      if (first === undefined) return [];
      const more = { ...first, says: `${evidence.length - MAX_EVIDENCE} more are not listed here.` };
      const shown = evidence.length > MAX_EVIDENCE ? [...evidence.slice(0, MAX_EVIDENCE), more] : evidence;
      return [{ code, says, advice, evidence: shown }];
    });
    return [...found, ...notSeen(observation), OUTSIDE];
  },
} as const;

const OUTSIDE: NetworkAdvice = {
  code: 'seen-from-inside-only',
  says: 'All this is what the machine itself can see; how it looks from the network is not known.',
  advice:
    'Probe the instrument from a second machine, and keep it off the Internet, behind a firewall, with remote access by VPN only (CISA).',
  evidence: [],
};

function notSeen(observation: Observation): NetworkAdvice[] {
  const facts = [...new Set(EXPOSURE_RULES.flatMap(({ restsOn }) => restsOn))];
  const evidence = facts.flatMap((fact) => {
    const reading = observation[fact];
    if (reading.status === 'read') return [];
    const { source, at, detail } = reading;
    return [{ fact, says: `Not readable: ${detail}`, source, at }];
  });
  if (evidence.length === 0) return [];
  const names = evidence.map(({ fact }) => FACT_WORDS[fact] ?? fact).join(', ');
  return [
    {
      code: 'not-readable',
      says: `Could not be read: ${names}. What they would show is missing here.`,
      advice: 'Look again with administrator rights, or have whoever runs the network tell you.',
      evidence,
    },
  ];
}
