import { restrictionWarning } from '../../assess/restriction-notes.ts';
import { readLiveRestrictions } from '../../host/windows/live/restrictions.ts';

/**
 * What a Software Restriction Policy is expected to do when the helper is started, in the person's words; null where none is in the
 * way or it could not be read. It is tried all the same: only Windows decides, and its refusal has a code of its own.
 *
 * @param helper absolute path of the executable
 */
export async function startWarning(helper: string): Promise<string | null> {
  const restrictions = await readLiveRestrictions();
  if (restrictions.status === 'unavailable') return null;
  const { policies, starts } = restrictions.value;
  const content = starts.find(({ path }) => path.toLowerCase() === helper.toLowerCase())?.content ?? null;
  return restrictionWarning(policies, { what: 'helper', path: helper, elevated: true, content }, restrictions.value);
}
