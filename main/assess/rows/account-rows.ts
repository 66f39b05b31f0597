import type { CveId } from '../../model/assessment.ts';
import type { UcsAccountUse } from '../../observe/ucs.ts';
import { type AccountRights, rightsOf } from '../account-rights.ts';
import { type Circumstances, cite, type Held, type Row } from './row.ts';

const ONLY_1966: readonly CveId[] = ['CVE-2023-1966'];

/** Rows about the accounts UCS runs as, or is set to run as: CVE-2023-1966. */
export const ACCOUNT_ROWS: readonly Row[] = [
  {
    code: 'ucs-privileged',
    cves: ONLY_1966,
    state: 'exposed',
    about: 'condition',
    holds(circumstances) {
      if (accountWasLowered(circumstances)) return null;
      return whereRights(circumstances, 'privileged', (uses) => `UCS has more rights than it needs: ${uses}.`);
    },
  },
  {
    code: 'ucs-privileged-again',
    cves: ONLY_1966,
    state: 'conflict',
    about: 'condition',
    holds(circumstances) {
      if (!accountWasLowered(circumstances)) return null;
      return whereRights(
        circumstances,
        'privileged',
        (uses) => `This program had lowered the account of UCS, but something raised it again: ${uses}.`,
      );
    },
  },
  {
    code: 'ucs-account-unreadable',
    cves: ONLY_1966,
    state: 'unknown',
    about: 'condition',
    holds(circumstances) {
      return whereRights(circumstances, 'unknown', (uses) => `The rights of UCS could not be read: ${uses}.`);
    },
  },
  {
    code: 'ucs-limited-account',
    cves: ONLY_1966,
    state: 'mitigated',
    about: 'condition',
    holds(circumstances) {
      return whereRights(circumstances, 'limited', (uses) => `UCS has few rights: ${uses}.`);
    },
  },
];

function accountWasLowered({ standing }: Circumstances): boolean {
  return standing.some(
    ({ step, state, cves }) => step === 'ucs-account' && state === 'applied' && cves.includes('CVE-2023-1966'),
  );
}

function whereRights(
  { observation, ucs }: Circumstances,
  rights: AccountRights['rights'],
  sentence: (uses: string) => string,
): Held | null {
  if (!observation.host.live) return null;
  const such = ucs.runsAs
    .map((use) => ({ use, found: rightsOf(use.account, observation.accounts) }))
    .filter(({ found }) => found.rights === rights);
  if (such.length === 0) return null;
  return {
    because: sentence([...new Set(such.map(({ use, found }) => `${use.what} as ${found.because}`))].join('; ')),
    evidence: such.flatMap(({ use, found }) => [
      use.evidence,
      ...(needsAccountList(use) ? [cite(observation, 'accounts', `UCS runs as ${found.because}`)] : []),
    ]),
  };
}

function needsAccountList({ account }: UcsAccountUse): boolean {
  return account !== null && (account.kind === 'user' || account.kind === 'unknown');
}
