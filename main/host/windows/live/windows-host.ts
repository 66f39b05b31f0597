import { readFileDigest } from '../../file-digest.ts';
import type { Host } from '../../host.ts';
import { sharedWhileReading } from '../../shared-reading.ts';
import { readFileVersions } from '../files/file-versions.ts';
import { outputPlacesAmong } from '../files/output-places.ts';
import { readRunFolders } from '../files/run-folders.ts';
import { readInstalledSoftware } from '../registry/installed-software.ts';
import { readPendingRestart } from '../registry/pending-restart.ts';
import { readMachineId, readOperatingSystem } from '../registry/system-identity.ts';
import { isElevated } from '../win32/security/process-token.ts';
import { bootTime } from '../win32/system-times.ts';
import { readAccounts } from './accounts.ts';
import { windowsChanges } from './changes/windows-changes.ts';
import { readClock } from './clock.ts';
import { liveDrives } from './drives.ts';
import { readLiveFirewall } from './firewall.ts';
import { readInstallerFile } from './installer-file.ts';
import { readConnections, readListeners } from './listeners.ts';
import { LiveRegistry } from './live-registry.ts';
import { readDefaultRoutes, readFileShares, readNetworkInterfaces } from './network.ts';
import { readProcesses } from './processes.ts';
import { reading } from './reading.ts';
import { readRemoteDesktop } from './remote-desktop.ts';
import { readLiveRestrictions } from './restrictions.ts';
import { readServices } from './services.ts';
import { readSession } from './session.ts';
import { readAccountChanges, readLogGaps, readServiceChanges } from './signs/logged-changes.ts';
import { readProgramFolderFiles, readRecentExecutables } from './signs/program-files.ts';
import { VersionCache } from './version-cache.ts';

/** The Windows machine this program runs on. It can be changed where this process has the rights of an administrator. */
export function windowsHost(): Host {
  const registry = new LiveRegistry();
  const versions = new VersionCache();
  const elevated = isElevated();
  // Two facts rest on it; within one look the drives are searched once.
  const runFolders = sharedWhileReading(async () => readRunFolders(await liveDrives(), 'on this machine'));
  return {
    about: { kind: 'windows', practice: false, live: true, changeable: true, elevated },
    changes: windowsChanges(registry),
    simulatedPerson: null,
    operatingSystem: () => readOperatingSystem(registry),
    machineId: () => readMachineId(registry),
    bootId: () => reading('start of the system (NtQuerySystemInformation)', () => bootTime().toString()),
    clock: () => readClock(registry),
    software: () => readInstalledSoftware(registry),
    services: () => readServices(),
    processes: () => readProcesses(versions),
    listeners: () => readListeners(registry),
    firewall: () => readLiveFirewall(registry),
    accounts: () => readAccounts(),
    session: () => readSession(),
    fileVersions: async () =>
      readFileVersions(await liveDrives(), 'on this machine', async (_drive, _path, name) => {
        const version = await versions.versionOf(name);
        return version === 'unreadable' ? version : { bytes: 0, version };
      }),
    runFolders,
    outputPlaces: async () => outputPlacesAmong(await runFolders()),
    pendingReboot: () => readPendingRestart(registry),
    accountChanges: () => readAccountChanges(),
    serviceChanges: () => readServiceChanges(),
    remoteDesktop: async () => readRemoteDesktop(registry, await readServices()),
    connections: () => readConnections(),
    recentExecutables: () => readRecentExecutables(),
    programFolderFiles: (folders) => readProgramFolderFiles(folders),
    logGaps: () => readLogGaps(),
    networkInterfaces: () => readNetworkInterfaces(),
    defaultRoutes: () => readDefaultRoutes(),
    fileShares: async () => readFileShares(registry, await readListeners(registry)),
    restrictions: () => readLiveRestrictions(),
    fileDigest: (path) => readFileDigest(path),
    installerFile: (path) => readInstallerFile(path, versions),
  };
}
