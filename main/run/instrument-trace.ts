import { builtInCatalogue, ucsNamePatterns } from '../catalogue/catalogue.ts';
import type { HostReader } from '../host/host.ts';
import { NO_CHOICES } from '../model/choices.ts';
import { whenRead } from '../model/fact.ts';
import { identify } from '../observe/identify.ts';
import { observe } from '../observe/observe.ts';
import { findUcs } from '../observe/ucs.ts';

/** What on this machine speaks for an instrument, in one sentence; null where nothing does. Reads only. */
export async function instrumentTrace(host: HostReader): Promise<string | null> {
  const catalogue = builtInCatalogue();
  const observation = await observe(host);
  const { claims } = identify(observation, catalogue, NO_CHOICES.stated);
  const [claim] = claims;
  if (claim !== undefined) return claim.evidence.says;
  const ucs = findUcs(observation, ucsNamePatterns(catalogue));
  if (ucs.status === 'found') return 'The copy service (UCS) is on this machine.';
  const folders = whenRead(observation.runFolders)?.length ?? 0;
  return folders > 0 ? 'There are folders of sequencing runs on this machine.' : null;
}
