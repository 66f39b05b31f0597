import { unavailable } from '../../../model/fact.ts';
import { ConfinedTree } from '../../confined-tree.ts';
import type { Host } from '../../host.ts';
import { liveOnly } from '../../offline-facts.ts';
import { readFileVersions } from '../files/file-versions.ts';
import { readRunFolders } from '../files/run-folders.ts';
import { readFirewall } from '../registry/firewall.ts';
import { readInstalledSoftware } from '../registry/installed-software.ts';
import { readPendingRestartOfCopy } from '../registry/pending-restart.ts';
import { readRestrictions } from '../registry/restrictions.ts';
import { readMachineId, readOperatingSystem } from '../registry/system-identity.ts';
import { drivesOf } from './drives.ts';
import { RegistryHives } from './registry-hives.ts';
import { readServices } from './services.ts';

/** A copied disk of a Windows instrument: `root` holds a folder for each drive letter. Nothing is written there. */
export async function windowsCopyHost(root: string): Promise<Host> {
  const tree = await ConfinedTree.open(root);
  const drives = await drivesOf(tree);
  const copy = `copied disk ${tree.root}`;
  const registry = new RegistryHives(tree, drives);
  return {
    ...liveOnly(copy),
    about: {
      kind: 'windows-copy',
      practice: false,
      live: false,
      changeable: false,
      elevated: process.geteuid?.() === 0,
    },
    changes: null,
    simulatedPerson: null,
    operatingSystem: () => readOperatingSystem(registry),
    machineId: () => readMachineId(registry),
    software: () => readInstalledSoftware(registry),
    services: () => readServices(registry),
    firewall: () => readFirewall(registry),
    pendingReboot: () => readPendingRestartOfCopy(registry),
    accounts: async () => unavailable('not-known', 'The accounts of a copied Windows disk are not read.', copy),
    restrictions: () => readRestrictions(registry),
    fileVersions: () => readFileVersions(drives, `on ${copy}`),
    runFolders: () => readRunFolders(drives, `on ${copy}`),
    outputPlaces: async () =>
      unavailable('not-known', 'Where UCS copies runs to is not documented.', 'the public sources on UCS'),
  };
}
