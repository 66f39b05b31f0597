import { win32 } from 'node:path';
import type { Fact } from '../../../model/fact.ts';
import type { OwnStart, RestrictionPolicy, Restrictions } from '../../../model/restriction-facts.ts';
import { realDataFolder } from '../../data-folder/data-folder.ts';
import { readFileDigest } from '../../file-digest.ts';
import { readRestrictions } from '../registry/restrictions.ts';
import { packagedWindowResources } from '../win32/load-native.ts';
import { isElevated } from '../win32/security/process-token.ts';
import { LiveRegistry } from './live-registry.ts';

/** The Software Restriction Policies of the running system and of the person this process runs as. */
export function readLiveRestrictions(): Promise<Fact<Restrictions>> {
  return readRestrictions(new LiveRegistry(), { person: new LiveRegistry('person'), ownStarts });
}

/** What this program starts on this machine: itself, its helper, and an installer from the protected copy that is made of it. */
async function ownStarts(policies: readonly RestrictionPolicy[]): Promise<OwnStart[]> {
  const resources = packagedWindowResources();
  const helper = resources === null ? process.execPath : win32.join(resources, 'helper', 'ucs-remedy.exe');
  const installer = win32.join(realDataFolder('windows'), 'staging', '0', 'setup.exe');
  const starts = [
    { what: 'program', path: process.execPath, elevated: isElevated() },
    { what: 'helper', path: helper, elevated: true },
    { what: 'installer', path: installer, elevated: true },
  ] as const;
  const byContent = policies.some(({ hashes }) => hashes.length > 0);
  return Promise.all(
    starts.map(async (start) => ({ ...start, content: byContent ? await contentOf(start.path) : null })),
  );
}

async function contentOf(path: string): Promise<OwnStart['content']> {
  const digest = await readFileDigest(path);
  return digest.status === 'read' ? digest.value : null;
}
