import * as z from 'zod';
import { rightsOf } from '../../main/assess/account-rights.ts';
import { whenRead } from '../../main/model/fact.ts';
import type { Observation } from '../../main/model/observation.ts';
import type { AccountRef } from '../../main/model/system-facts.ts';
import { wholeName } from '../../main/model/ucs-name.ts';
import type { UnitCandidate } from '../../main/model/unit-candidate.ts';
import { findUcs } from '../../main/observe/ucs.ts';
import { unitOfUcs } from '../../main/observe/unit-candidates.ts';

/**
 * How the account of UCS is set on this machine (Illumina knowledge article 7852):
 * `service-logon` in the service's own log-on settings (Local Run Manager 3 and instruments without it), `lrm-4` in Local Run
 * Manager's settings, `session` by sequencing from a standard account (NovaSeq 6000), `linux-unit` in the systemd unit, for
 * which no vendor procedure is known.
 */
export const AccountVariant = z.enum(['service-logon', 'lrm-4', 'session', 'linux-unit']);
export type AccountVariant = z.infer<typeof AccountVariant>;

/** What the step works on, as observed. */
export interface AccountTarget {
  variant: AccountVariant;
  /** Service name; null where UCS is a program of the logged-in session. */
  service: string | null;
  /** Units among which a person has to choose; empty where it is clear or was stated, and on Windows. */
  candidates: UnitCandidate[];
  /** Who is logged on in the place of the account UCS runs as, where UCS is a program of the session; null: nobody else is. */
  otherSession: string | null;
  /** The account UCS runs as now. */
  current: string;
  /** Why that is too much; completes "... runs as". */
  because: string;
}

const LOCAL_RUN_MANAGER = /local run manager/i;

/**
 * The privileged use of an account by UCS that this step can work on; null where there is none.
 *
 * @param statedUnit the unit a person states to be UCS, which is one of those that may be; null: none was stated
 */
export function accountTarget(
  observation: Observation,
  ucsNames: readonly string[],
  statedUnit: string | null,
): AccountTarget | null {
  const ucs = findUcs(observation, ucsNames);
  const stated = ucs.services.find(({ name }) => name === statedUnit);
  // Of several units only the chosen one is worked on; what the others run as still counts in the verdict.
  const { runsAs } = stated === undefined ? ucs : findUcs(observation, [wholeName(stated.name)]);
  const uses = runsAs.map(({ account }) => ({ account, ...rightsOf(account, observation.accounts) }));
  const privileged = uses.find(({ rights }) => rights === 'privileged');
  if (privileged?.account == null) return null;
  const variant = variantOf(observation, ucs.services[0]?.name ?? null);
  const unit = variant === 'linux-unit' && stated === undefined ? unitOfUcs(observation, ucsNames) : null;
  return {
    variant,
    service: (unit === null ? (stated ?? ucs.services[0]) : unit.clear)?.name ?? null,
    candidates: unit?.candidates ?? [],
    otherSession: variant === 'session' ? sessionOfAnother(observation, privileged.account) : null,
    current: privileged.account.name,
    because: privileged.because,
  };
}

/** What is changed is the account sequencing runs from: the one that is logged on. */
function sessionOfAnother({ session }: Observation, runsAs: AccountRef): string | null {
  const account = whenRead(session)?.account ?? null;
  if (account === null) return null;
  const same =
    account.id !== null && runsAs.id !== null
      ? account.id === runsAs.id
      : account.name.toLowerCase() === runsAs.name.toLowerCase();
  return same ? null : account.name;
}

function variantOf(observation: Observation, service: string | null): AccountVariant {
  if (whenRead(observation.operatingSystem)?.family === 'linux') return 'linux-unit';
  if (service === null) return 'session';
  return (localRunManagerMajor(observation) ?? 0) >= 4 ? 'lrm-4' : 'service-logon';
}

/** Major version of Local Run Manager by installed software; null where there is none, or its version is not readable. */
function localRunManagerMajor(observation: Observation): number | null {
  const entry = whenRead(observation.software)?.find(({ name }) => LOCAL_RUN_MANAGER.test(name));
  const major = Number.parseInt(entry?.version ?? '', 10);
  return Number.isNaN(major) ? null : major;
}
