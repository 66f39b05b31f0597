import { existsSync } from 'node:fs';
import { read, unavailable } from '../../model/fact.ts';
import { ConfinedTree } from '../confined-tree.ts';
import { readFileDigest } from '../file-digest.ts';
import type { Host } from '../host.ts';
import { sharedWhileReading } from '../shared-reading.ts';
import { readAccounts } from './accounts.ts';
import { linuxChanges } from './changes/linux-changes.ts';
import { readFirewall } from './firewall/firewall.ts';
import { readInstallerFile } from './installer-file.ts';
import { readListeners } from './listeners.ts';
import { readConnections } from './network/connections.ts';
import { readFileShares } from './network/file-shares.ts';
import { readDefaultRoutes, readNetworkInterfaces } from './network/interfaces.ts';
import { judgeRemoteDesktop } from './network/remote-desktop.ts';
import { readPendingReboot } from './pending-reboot.ts';
import { readProcesses } from './processes.ts';
import { readRunFolders } from './run-folders.ts';
import { readServices } from './services.ts';
import { readSession } from './session.ts';
import { readAccountChanges } from './signs/account-changes.ts';
import { readLogGaps } from './signs/log-gaps.ts';
import { readProgramFolderFiles } from './signs/program-folder.ts';
import { readRecentExecutables } from './signs/recent-executables.ts';
import { readServiceChanges } from './signs/service-changes.ts';
import { readSoftware } from './software.ts';
import { readBootId, readClock, readMachineId, readOperatingSystem } from './system-identity.ts';
import { isRoot } from './tool.ts';

/** The Linux machine this program runs on. Only root can change it, and only where systemd runs: no change would last elsewhere. */
export function linuxHost(): Host {
  const tree = ConfinedTree.live();
  // Several facts rest on the same tables; within one look each table is read once.
  const services = sharedWhileReading(() => readServices(tree));
  const listeners = sharedWhileReading(() => readListeners(tree));
  const processes = sharedWhileReading(async () => readProcesses(tree, await services()));
  const changes = isRoot() && existsSync('/run/systemd/system') ? linuxChanges(tree) : null;
  return {
    about: { kind: 'linux', practice: false, live: true, changeable: changes !== null, elevated: isRoot() },
    changes,
    simulatedPerson: null,
    operatingSystem: () => readOperatingSystem(tree),
    machineId: () => readMachineId(tree),
    bootId: () => readBootId(tree),
    clock: () => readClock(tree),
    software: () => readSoftware(tree, true),
    services,
    processes,
    listeners,
    firewall: () => readFirewall(tree),
    accounts: () => readAccounts(tree),
    session: () => readSession(tree),
    fileVersions: async () => read([], 'Linux programs carry no version resource'),
    runFolders: () => readRunFolders(tree, true),
    outputPlaces: async () =>
      unavailable(
        'not-known',
        'Where this system copies runs to is not documented.',
        'the public sources on this system',
      ),
    pendingReboot: () => readPendingReboot(tree),
    accountChanges: () => readAccountChanges(tree),
    serviceChanges: () => readServiceChanges(tree),
    remoteDesktop: async () => judgeRemoteDesktop(await listeners(), await processes()),
    connections: () => readConnections(tree),
    recentExecutables: () => readRecentExecutables(),
    programFolderFiles: (folders) => readProgramFolderFiles(tree, folders),
    logGaps: () => readLogGaps(),
    networkInterfaces: () => readNetworkInterfaces(),
    defaultRoutes: () => readDefaultRoutes(),
    fileShares: async () => readFileShares(tree, await listeners()),
    restrictions: async () =>
      read({ policies: [], starts: [], programFolder: null }, 'Linux has no Software Restriction Policies'),
    fileDigest: (path) => readFileDigest(path),
    installerFile: (path) => readInstallerFile(path),
  };
}
