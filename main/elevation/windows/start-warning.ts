import { restrictionWarning } from '../../assess/restriction-notes.ts';
import { LiveRegistry } from '../../host/windows/live/live-registry.ts';
import { ownStarts } from '../../host/windows/live/own-starts.ts';
import { readRestrictions } from '../../host/windows/registry/restrictions.ts';

/**
 * What a Software Restriction Policy is expected to do when the helper is started, in the person's words; null where none is in the
 * way or it could not be read. It is tried all the same: only Windows decides, and its refusal has a code of its own.
 *
 * @param helper absolute path of the executable
 */
export async function startWarning(helper: string): Promise<string | null> {
  const restrictions = await readRestrictions(new LiveRegistry(), ownStarts);
  if (restrictions.status === 'unavailable') return null;
  const { policy, starts } = restrictions.value;
  const content = starts.find(({ path }) => path.toLowerCase() === helper.toLowerCase())?.content ?? null;
  return restrictionWarning(policy, { what: 'helper', path: helper, elevated: true, content }, restrictions.value);
}
