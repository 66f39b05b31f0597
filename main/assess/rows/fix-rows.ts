import type { MayListen, MayRunAs } from '../../catalogue/site-pack.ts';
import type { CveId } from '../../model/assessment.ts';
import { judgeFix } from '../fix-criteria.ts';
import { ACCOUNT_ROWS } from './account-rows.ts';
import { BOTH_CVES, type Circumstances, type Row } from './row.ts';
import { SOCKET_ROWS } from './socket-rows.ts';

/** Rows about the vendor's fix, as a trusted site pack describes it. */
export const FIX_ROWS: readonly Row[] = [
  {
    code: 'fix-criteria-met',
    cves: BOTH_CVES,
    state: 'fixed',
    about: 'condition',
    holds(circumstances, cve) {
      const fix = judgeFix(circumstances, cve);
      return fix.result === 'met' ? { because: fix.because, evidence: fix.evidence } : null;
    },
  },
  {
    code: 'fix-waits-for-restart',
    cves: BOTH_CVES,
    state: 'pending-reboot',
    about: 'condition',
    holds(circumstances, cve) {
      const fix = judgeFix(circumstances, cve);
      if (fix.result !== 'restart-pending') return null;
      return {
        because: `${fix.because} The system waits for a restart, so the old version may still run. Restart, then look again.`,
        evidence: fix.evidence,
      };
    },
  },
];

/** Rows that a fixed version may meet, by where the pack lets it listen. Each line includes the ones before. */
const LISTENS: Record<MayListen, readonly string[]> = {
  'nothing-said': [],
  nowhere: ['no-listener-attributed'],
  loopback: ['no-listener-attributed', 'ucs-loopback-only', 'ucs-blocked', 'ucs-open-inside-only'],
  network: SOCKET_ROWS.map(({ code }) => code),
};

/** Rows that a fixed version may meet, by what the pack lets it run as. */
const RUNS_AS: Record<MayRunAs, readonly string[]> = {
  'nothing-said': [],
  limited: ['ucs-limited-account'],
  privileged: ACCOUNT_ROWS.map(({ code }) => code),
};

/** The rows that do not count for a CVE, because its fix is proven and the pack lets the fixed version listen or run so. */
export function rowsReplacedByFix(circumstances: Circumstances, cve: CveId): readonly string[] {
  const fix = judgeFix(circumstances, cve);
  return fix.result === 'met' ? [...LISTENS[fix.mayListen], ...RUNS_AS[fix.mayRunAs]] : [];
}
