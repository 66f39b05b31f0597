import { unavailable } from '../../../model/fact.ts';
import { ConfinedTree } from '../../confined-tree.ts';
import type { Host } from '../../host.ts';
import { liveOnly } from '../../offline-facts.ts';
import { drivesOf } from './drives.ts';
import { readFileVersions } from './file-versions.ts';
import { readFirewall } from './firewall.ts';
import { readInstalledSoftware } from './installed-software.ts';
import { readPendingRestart } from './pending-restart.ts';
import { RegistryHives } from './registry-hives.ts';
import { readRunFolders } from './run-folders.ts';
import { readServices } from './services.ts';
import { readMachineId, readOperatingSystem } from './system-identity.ts';

/** A copied disk of a Windows instrument: `root` holds a folder for each drive letter. Nothing is written there. */
export async function windowsCopyHost(root: string): Promise<Host> {
  const tree = await ConfinedTree.open(root);
  const drives = await drivesOf(tree);
  const onCopy = `copied disk ${tree.root}`;
  const registry = new RegistryHives(tree, drives);
  return {
    ...liveOnly(onCopy),
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
    pendingReboot: () => readPendingRestart(registry),
    accounts: async () => unavailable('not-known', 'The accounts of a copied Windows disk are not read.', onCopy),
    fileVersions: () => readFileVersions(tree, drives),
    runFolders: () => readRunFolders(tree, drives),
    outputPlaces: async () =>
      unavailable('not-known', 'Where UCS copies runs to is not documented.', 'the public sources on UCS'),
  };
}
