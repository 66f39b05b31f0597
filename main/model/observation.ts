import * as z from 'zod';
import { fact } from './fact.ts';
import { Firewall } from './firewall.ts';
import { DefaultRoute, FileShare, NetworkInterface } from './network-facts.ts';
import { Restrictions } from './restriction-facts.ts';
import { RunFolder } from './run-folder.ts';
import {
  AccountChange,
  Connection,
  LogGap,
  ProgramFolderFiles,
  RecentExecutables,
  RemoteDesktop,
  ServiceChange,
} from './sign-facts.ts';
import {
  Account,
  Clock,
  FileVersion,
  InstalledSoftware,
  Listener,
  OperatingSystem,
  OutputPlace,
  PendingReboot,
  Process,
  Service,
  Session,
} from './system-facts.ts';

/** Which adapter looked. `practice` is a virtual instrument; `copy` kinds read a copied disk. */
export const HostKind = z.enum(['practice', 'linux', 'windows', 'linux-copy', 'windows-copy']);
export type HostKind = z.infer<typeof HostKind>;

/** What one look at a machine found. Every fact carries source and time; readings that failed stay in it with their cause. */
export const Observation = z.strictObject({
  host: z.strictObject({
    kind: HostKind,
    practice: z.boolean(),
    /** False for a copied disk: nothing in it says what runs now. */
    live: z.boolean(),
    /** Whether the program can change this machine itself; else every step is guided. */
    changeable: z.boolean(),
    elevated: z.boolean(),
  }),
  takenAt: z.iso.datetime(),
  operatingSystem: fact(OperatingSystem),
  machineId: fact(z.string()),
  bootId: fact(z.string()),
  clock: fact(Clock),
  software: fact(z.array(InstalledSoftware)),
  services: fact(z.array(Service)),
  processes: fact(z.array(Process)),
  listeners: fact(z.array(Listener)),
  firewall: fact(Firewall),
  accounts: fact(z.array(Account)),
  session: fact(Session.nullable()),
  fileVersions: fact(z.array(FileVersion)),
  runFolders: fact(z.array(RunFolder)),
  outputPlaces: fact(z.array(OutputPlace)),
  pendingReboot: fact(PendingReboot),
  accountChanges: fact(z.array(AccountChange)),
  serviceChanges: fact(z.array(ServiceChange)),
  remoteDesktop: fact(RemoteDesktop),
  connections: fact(z.array(Connection)),
  recentExecutables: fact(RecentExecutables),
  programFolderFiles: fact(ProgramFolderFiles),
  logGaps: fact(z.array(LogGap)),
  networkInterfaces: fact(z.array(NetworkInterface)),
  defaultRoutes: fact(z.array(DefaultRoute)),
  fileShares: fact(z.array(FileShare)),
  restrictions: fact(Restrictions),
});
export type Observation = z.infer<typeof Observation>;

/** The names of the facts of an observation, as evidence cites them. */
export const FactName = Observation.omit({ host: true, takenAt: true }).keyof();
export type FactName = z.infer<typeof FactName>;
