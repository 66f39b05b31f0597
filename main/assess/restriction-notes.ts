import type { Note } from '../model/assessment.ts';
import type { Observation } from '../model/observation.ts';
import type { OwnStart, RestrictionPolicy, Restrictions } from '../model/restriction-facts.ts';
import { startDecision } from './start-decision.ts';

const WINDOWS_DEFAULT = 'C:\\Program Files';

/** What people are told about Software Restriction Policies that are in the way of this program. Never how to switch it off. */
export function restrictionNotes({ host, restrictions }: Observation): Note[] {
  if (restrictions.status === 'unavailable') {
    if (host.kind !== 'windows') return [];
    const text = `Whether a Software Restriction Policy would stop this program could not be read. To be on the safe side, install it under ${WINDOWS_DEFAULT}.`;
    return [{ code: 'restrictions-unreadable', text }];
  }
  const { policies } = restrictions.value;
  if (host.live) return ofOurs(restrictions.value);
  if (!policies.some(({ enforced, defaultLevel }) => enforced && defaultLevel !== 'unrestricted')) return [];
  const text = `A Software Restriction Policy on this disk lets only known programs start. To work on the instrument itself, install this program there under ${programFolder(restrictions.value)}; it would not start from the desktop, from downloads or from a stick.`;
  return [{ code: 'restrictions-on-disk', text }];
}

function ofOurs(restrictions: Restrictions): Note[] {
  const told = new Set<string>();
  return restrictions.starts.flatMap((start): Note[] => {
    // About installers the plan speaks, where one was chosen.
    const says = start.what === 'installer' ? null : restrictionWarning(restrictions.policies, start, restrictions);
    if (says === null || told.has(start.path)) return [];
    told.add(start.path);
    return [{ code: `restrictions-${start.what}`, text: says }];
  });
}

/** What a person should know before a file is started; null where the policies let it start. */
export function restrictionWarning(
  policies: readonly RestrictionPolicy[],
  start: OwnStart,
  restrictions: Pick<Restrictions, 'programFolder'>,
): string | null {
  const decision = startDecision(policies, start);
  if (decision === 'allowed') return null;
  if (start.what === 'installer') {
    return decision === 'blocked'
      ? `A Software Restriction Policy of this computer does not let installers start from ${folderOf(start)}, where this program runs them. An installer has to be run by whoever looks after the policy.`
      : `A Software Restriction Policy of this computer may not let installers start from ${folderOf(start)}, where this program runs them. If that happens, an installer has to be run by whoever looks after the policy.`;
  }
  const folder = programFolder(restrictions);
  return decision === 'blocked'
    ? `A Software Restriction Policy of this computer does not let programs start from ${folderOf(start)}, where this one lies. Install it under ${folder} and start it from there. Leave the policy as it is.`
    : `A Software Restriction Policy of this computer may not let programs start from ${folderOf(start)}, where this one lies. If it does not start, install it under ${folder} and start it from there. Leave the policy as it is.`;
}

function programFolder({ programFolder: folder }: Pick<Restrictions, 'programFolder'>): string {
  return folder ?? WINDOWS_DEFAULT;
}

function folderOf({ path }: OwnStart): string {
  return path.slice(0, Math.max(path.lastIndexOf('\\'), 0));
}
