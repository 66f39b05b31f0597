import type { CveId, StandingChange } from '../../model/assessment.ts';
import { BOTH_CVES, type Circumstances, cite, inWords, type Row } from './row.ts';

/** A change of ours that takes effect only after a restart or log-off decides, by itself, that the answer has to wait. */
export const RESTART_ROW: Row = {
  code: 'change-waits-for-restart',
  cves: BOTH_CVES,
  state: 'pending-reboot',
  about: 'identity',
  holds(circumstances, cve) {
    const waiting = changesThatWait(circumstances, cve);
    if (waiting.length === 0) return null;
    const steps = inWords(waiting.map(({ step }) => step));
    return {
      because: `What this program changed (${steps}) takes effect after a restart or log-off. Restart, then look again.`,
      evidence: [
        cite(circumstances.observation, 'bootId', 'Start of the system, compared with the one the change was made in'),
      ],
    };
  },
};

/** The changes of ours for a CVE that wait for a restart or log-off. */
export function changesThatWait({ standing }: Pick<Circumstances, 'standing'>, cve: CveId): StandingChange[] {
  return standing.filter(({ state, cves }) => state === 'waits-for-restart' && cves.includes(cve));
}
