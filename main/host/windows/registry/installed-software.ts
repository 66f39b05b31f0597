import type { Fact } from '../../../model/fact.ts';
import type { InstalledSoftware } from '../../../model/system-facts.ts';
import { textOf } from '../hive/registry-value.ts';
import { type Registry, RegistryGap, type RegistryKey } from './registry.ts';

const UNINSTALL = ['Microsoft', 'Windows', 'CurrentVersion', 'Uninstall'];
/** Where 32-bit installers register on a 64-bit Windows; a 32-bit Windows has only the first. */
const VIEWS = [UNINSTALL, ['WOW6432Node', ...UNINSTALL]];

/**
 * The machine-wide list of installed software (uninstall keys, both views). Entries without a display name are no software of
 * their own; an entry without a version has the version "".
 */
export function readInstalledSoftware(registry: Registry): Promise<Fact<InstalledSoftware[]>> {
  return registry.read('SOFTWARE', async (root) => {
    const views = await Promise.all(VIEWS.map((path) => root.find(path)));
    const found = views.filter((view) => view !== null);
    if (found.length === 0) throw new RegistryGap('not-known', 'The hive holds no list of installed software.');
    const software: InstalledSoftware[] = [];
    for (const view of found) {
      for (const key of await view.subkeys()) {
        const entry = await softwareOf(key);
        if (entry !== null) software.push(entry);
      }
    }
    return software;
  });
}

async function softwareOf(key: RegistryKey): Promise<InstalledSoftware | null> {
  const name = textOf(await key.value('DisplayName'))?.trim();
  if (name === undefined || name === '') return null;
  return {
    name,
    version: textOf(await key.value('DisplayVersion'))?.trim() ?? '',
    publisher: textOf(await key.value('Publisher'))?.trim() || null,
  };
}
