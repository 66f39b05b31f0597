import { type Fact, type UnavailableCause, unavailable } from '../model/fact.ts';
import type { Host } from './host.ts';

/** Every reader of a host that is only a folder, each answering with the same cause; adapters replace what they can read. */
export function unavailableReaders(cause: UnavailableCause, detail: string, source: string) {
  const reader = async (): Promise<Fact<never>> => unavailable(cause, detail, source);
  return {
    operatingSystem: reader,
    machineId: reader,
    bootId: reader,
    clock: reader,
    software: reader,
    services: reader,
    processes: reader,
    listeners: reader,
    firewall: reader,
    accounts: reader,
    session: reader,
    fileVersions: reader,
    runFolders: reader,
    outputPlaces: reader,
    pendingReboot: reader,
    accountChanges: reader,
    serviceChanges: reader,
    remoteDesktop: reader,
    connections: reader,
    recentExecutables: reader,
    programFolderFiles: reader,
    logGaps: reader,
    networkInterfaces: reader,
    defaultRoutes: reader,
    fileShares: reader,
    restrictions: reader,
    fileDigest: reader,
    installerFile: reader,
  } satisfies Partial<Host>;
}

/** What can only be read while a system runs, on a copied disk. */
export function liveOnly(root: string) {
  return unavailableReaders('copied-disk', 'A copied disk does not show what runs on the instrument now.', root);
}
