import type { FactName } from '../../../main/model/observation.ts';

/** Every fact of a look, in the order they are shown. */
const ALL = {
  operatingSystem: true,
  software: true,
  fileVersions: true,
  runFolders: true,
  services: true,
  processes: true,
  listeners: true,
  firewall: true,
  accounts: true,
  session: true,
  outputPlaces: true,
  pendingReboot: true,
  networkInterfaces: true,
  defaultRoutes: true,
  fileShares: true,
  connections: true,
  remoteDesktop: true,
  accountChanges: true,
  serviceChanges: true,
  recentExecutables: true,
  programFolderFiles: true,
  logGaps: true,
  restrictions: true,
  machineId: true,
  bootId: true,
  clock: true,
} as const satisfies Record<FactName, true>;

export const FACTS = Object.keys(ALL) as FactName[];
