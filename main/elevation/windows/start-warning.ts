import { restrictionWarning } from '../../assess/restriction-notes.ts';
import { LiveRegistry } from '../../host/windows/live/live-registry.ts';
import { readRestrictions } from '../../host/windows/live/restrictions.ts';
import type { Registry } from '../../host/windows/registry/registry.ts';

/**
 * What a Software Restriction Policy is expected to do when the helper is started, in the person's words; null where none is in the
 * way or it could not be read. It is tried all the same: only Windows decides, and its refusal has a code of its own.
 *
 * @param helper absolute path of the executable
 */
export async function startWarning(helper: string, registry: Registry = new LiveRegistry()): Promise<string | null> {
  const restrictions = await readRestrictions(registry);
  if (restrictions.status === 'unavailable') return null;
  const { policy, starts } = restrictions.value;
  const content = starts.find(({ path }) => path.toLowerCase() === helper.toLowerCase())?.content ?? null;
  return restrictionWarning(policy, { what: 'helper', path: helper, elevated: true, content }, restrictions.value);
}
