import { BOTH_CVES, cite, type Row } from './row.ts';

/** Rows about whether UCS is there at all, and switched off. A copied disk has rows of its own. */
export const PRESENCE_ROWS: readonly Row[] = [
  {
    code: 'no-ucs-found',
    cves: BOTH_CVES,
    state: 'unknown',
    about: 'condition',
    holds({ observation, ucs }) {
      if (!observation.host.live || ucs.status !== 'not-found') return null;
      return {
        because:
          'No service or running program by the name of UCS was found. It may go by another name or not be running, so this is no proof that it is absent.',
        evidence: [
          cite(observation, 'services', 'No service with the name or display name of UCS'),
          cite(observation, 'processes', 'No process that calls itself UCS'),
        ],
      };
    },
  },
  {
    code: 'ucs-not-readable',
    cves: BOTH_CVES,
    state: 'unknown',
    about: 'condition',
    holds({ observation, ucs }) {
      if (!observation.host.live || ucs.status !== 'unreadable') return null;
      return { because: 'Whether UCS is on this machine could not be read.', evidence: ucs.evidence };
    },
  },
  {
    code: 'ucs-partly-readable',
    cves: BOTH_CVES,
    state: 'unknown',
    about: 'condition',
    holds({ observation, ucs }) {
      const missing = ucs.unread.filter((fact) => fact !== 'listeners');
      if (!observation.host.live || ucs.status !== 'found' || missing.length === 0) return null;
      return {
        because: `UCS was found, but the ${missing.join(' and ')} of this machine could not be read, so part of UCS may not have been seen.`,
        evidence: ucs.evidence,
      };
    },
  },
  {
    code: 'ucs-by-statement-only',
    cves: BOTH_CVES,
    state: 'unknown',
    about: 'identity',
    holds({ observation, ucs, statedUnit, restsOnStatement }) {
      if (!observation.host.live || !restsOnStatement || statedUnit === null) return null;
      const says = `The unit "${statedUnit}" is the copy service (UCS).`;
      const { takenAt } = observation;
      return {
        because: `That the unit "${statedUnit}" is UCS was stated by a person; nothing on the machine shows it. So what it does can count against the instrument, and never for it, until a trusted site pack names this unit.`,
        evidence: [{ fact: 'person', says, source: 'stated by the person', at: takenAt }, ...ucs.evidence],
      };
    },
  },
  {
    code: 'ucs-disabled',
    cves: BOTH_CVES,
    state: 'mitigated',
    about: 'condition',
    holds({ observation, ucs }) {
      if (!observation.host.live || !ucs.disabled) return null;
      return { because: 'UCS is stopped and disabled, so it does not start by itself.', evidence: ucs.evidence };
    },
  },
];
