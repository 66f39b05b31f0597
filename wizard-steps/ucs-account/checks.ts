import { rightsOf } from '../../main/assess/account-rights.ts';
import { whenRead } from '../../main/model/fact.ts';
import type { Observation } from '../../main/model/observation.ts';
import type { Check } from '../../main/model/step-result.ts';
import { findUcs } from '../../main/observe/ucs.ts';
import { texts } from './texts.ts';

/** Reads anew what UCS runs as; a privileged process counts even where its service is already set to another account. */
export function privilegeCheck(observation: Observation, names: readonly string[]): Check {
  const base = { id: 'ucs-not-privileged', about: 'effect', source: observation.services.source } as const;
  const uses = findUcs(observation, names).runsAs.map((use) => ({
    use,
    ...rightsOf(use.account, observation.accounts),
  }));
  const privileged = uses.find(({ rights }) => rights === 'privileged');
  if (privileged !== undefined) {
    return { ...base, result: 'failed', says: texts.stillPrivileged(privileged.because) };
  }
  const untilLogOff = uses.find(({ use }) => use.account?.kind === 'until-log-off');
  if (untilLogOff?.use.account != null) {
    return { ...base, result: 'waits-for-restart', says: texts.untilLogOff(untilLogOff.use.account.name) };
  }
  if (uses.length === 0 || uses.some(({ rights }) => rights === 'unknown')) {
    return { ...base, result: 'not-possible', says: texts.cannotTell };
  }
  return { ...base, result: 'passed', says: texts.notPrivileged(uses[0]?.because ?? '') };
}

/** Somebody must be able to administer the machine after an account lost its rights. */
export function administratorCheck({ accounts }: Observation): Check {
  const base = { id: 'administrator-left', about: 'lab-works', source: accounts.source } as const;
  const left = whenRead(accounts)?.find(({ enabled, administrator }) => enabled && administrator);
  if (accounts.status === 'unavailable')
    return { ...base, result: 'not-possible', says: texts.cannotTellAdministrators };
  return left === undefined
    ? { ...base, result: 'failed', says: texts.noAdministratorLeft }
    : { ...base, result: 'passed', says: texts.administratorLeft(left.name) };
}
