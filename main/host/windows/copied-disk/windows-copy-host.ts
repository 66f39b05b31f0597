import { unavailable } from '../../../model/fact.ts';
import { ConfinedTree } from '../../confined-tree.ts';
import type { Host } from '../../host.ts';
import { liveOnly, unavailableReaders } from '../../offline-facts.ts';
import { drivesOf } from './drives.ts';
import { readFileVersions } from './file-versions.ts';
import { readRunFolders } from './run-folders.ts';

/** A copied disk of a Windows instrument: `root` holds a folder for each drive letter. Nothing is written there. */
export async function windowsCopyHost(root: string): Promise<Host> {
  const tree = await ConfinedTree.open(root);
  const drives = await drivesOf(tree);
  const onCopy = `copied disk ${tree.root}`;
  const inRegistry = unavailableReaders('not-known', 'Registry hives of a copied disk are not read yet.', onCopy);
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
    operatingSystem: inRegistry.operatingSystem,
    machineId: inRegistry.machineId,
    software: inRegistry.software,
    services: inRegistry.services,
    accounts: inRegistry.accounts,
    fileVersions: () => readFileVersions(tree, drives),
    runFolders: () => readRunFolders(tree, drives),
    outputPlaces: async () =>
      unavailable('not-known', 'Where UCS copies runs to is not documented.', 'the public sources on UCS'),
  };
}
