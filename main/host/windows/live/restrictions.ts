import { win32 } from 'node:path';
import { type Fact, read } from '../../../model/fact.ts';
import type { OwnStart, Restrictions } from '../../../model/restriction-facts.ts';
import { realDataFolder } from '../../data-folder/data-folder.ts';
import { readFileDigest } from '../../linux/file-digest.ts';
import type { Registry } from '../registry/registry.ts';
import { readRestrictionPolicy } from '../registry/restriction-policy.ts';
import { systemVariables } from '../registry/system-variables.ts';
import { packagedWindowResources } from '../win32/load-native.ts';
import { isElevated } from '../win32/security/process-token.ts';

/** The Software Restriction Policy of this machine, and the files of ours it would be about. */
export async function readRestrictions(registry: Registry): Promise<Fact<Restrictions>> {
  const policy = await readRestrictionPolicy(registry);
  if (policy.status === 'unavailable') return policy;
  const starts = policy.value === null ? [] : ownStarts();
  const programFolder = (await systemVariables(registry)).get('programfiles') ?? null;
  if (policy.value !== null && policy.value.hashes.length > 0) {
    for (const start of starts) start.content = await contentOf(start.path);
  }
  return read({ policy: policy.value, starts, programFolder }, policy.source, policy.at);
}

function ownStarts(): OwnStart[] {
  const resources = packagedWindowResources();
  const helper = resources === null ? process.execPath : win32.join(resources, 'helper', 'ucs-remedy.exe');
  // Installers are run from the protected copy that is made of them.
  const installer = win32.join(realDataFolder('windows'), 'staging', '0', 'setup.exe');
  return [
    { what: 'program', path: process.execPath, elevated: isElevated(), content: null },
    { what: 'helper', path: helper, elevated: true, content: null },
    { what: 'installer', path: installer, elevated: true, content: null },
  ];
}

async function contentOf(path: string): Promise<OwnStart['content']> {
  const digest = await readFileDigest(path);
  return digest.status === 'read' ? digest.value : null;
}
