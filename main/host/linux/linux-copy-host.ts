import { read, unavailable } from '../../model/fact.ts';
import { ConfinedTree } from '../confined-tree.ts';
import type { Host } from '../host.ts';
import { liveOnly } from '../offline-facts.ts';
import { readAccounts } from './accounts.ts';
import { readRunFolders } from './run-folders.ts';
import { readSoftware } from './software.ts';
import { readMachineId, readOperatingSystem } from './system-identity.ts';
import { isRoot } from './tool.ts';

/** A copied disk of a Linux instrument, below `root`, which must exist. Nothing is written there, no link leads out of it. */
export async function linuxCopyHost(root: string): Promise<Host> {
  const tree = await ConfinedTree.open(root);
  const onCopy = `copied disk ${tree.root}`;
  return {
    ...liveOnly(onCopy),
    about: { kind: 'linux-copy', practice: false, live: false, changeable: false, elevated: isRoot() },
    changes: null,
    simulatedPerson: null,
    operatingSystem: () => readOperatingSystem(tree),
    machineId: () => readMachineId(tree),
    software: () => readSoftware(tree, false),
    accounts: () => readAccounts(tree),
    fileVersions: async () => read([], 'Linux programs carry no version resource'),
    runFolders: () => readRunFolders(tree, false),
    outputPlaces: async () =>
      unavailable(
        'not-known',
        'Where this system copies runs to is not documented.',
        'the public sources on this system',
      ),
  };
}
