import type { Fact } from '../model/fact.ts';
import type { Firewall, FirewallRule } from '../model/firewall.ts';
import type { InstallerFile } from '../model/installer.ts';
import type { DefaultRoute, FileShare, NetworkInterface } from '../model/network-facts.ts';
import type { Observation } from '../model/observation.ts';
import type { Restrictions } from '../model/restriction-facts.ts';
import type { RunFile } from '../model/run-folder.ts';
import type {
  AccountChange,
  Connection,
  LogGap,
  ProgramFolderFiles,
  RecentExecutables,
  RemoteDesktop,
  ServiceChange,
} from '../model/sign-facts.ts';
import type {
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
} from '../model/system-facts.ts';
import type { Secret } from './secret.ts';

/** A run folder as it lies on disk, before its record files are understood (that is `observe/run-folders.ts`). */
export interface RunFolderOnDisk {
  path: string;
  changedAt: string;
  files: RunFile[];
  /** `RunParameters.xml`, in whichever spelling; null when there is none. */
  parameters: Fact<string> | null;
  /** `RunInfo.xml`; null when there is none. */
  info: Fact<string> | null;
}

/** What identifies a file without showing it. */
export interface FileDigest {
  /** In bytes. */
  size: number;
  sha256: string;
}

/**
 * A machine that can be read. Every reader answers with a fact: it never throws for what the machine cannot or will not tell.
 * `source` in each fact names the file, tool or interface, so that a person can look there themselves.
 */
export interface HostReader {
  readonly about: Observation['host'];
  operatingSystem(): Promise<Fact<OperatingSystem>>;
  machineId(): Promise<Fact<string>>;
  /** Changes with every start of the system. */
  bootId(): Promise<Fact<string>>;
  clock(): Promise<Fact<Clock>>;
  software(): Promise<Fact<InstalledSoftware[]>>;
  services(): Promise<Fact<Service[]>>;
  processes(): Promise<Fact<Process[]>>;
  listeners(): Promise<Fact<Listener[]>>;
  firewall(): Promise<Fact<Firewall>>;
  accounts(): Promise<Fact<Account[]>>;
  session(): Promise<Fact<Session | null>>;
  fileVersions(): Promise<Fact<FileVersion[]>>;
  runFolders(): Promise<Fact<RunFolderOnDisk[]>>;
  outputPlaces(): Promise<Fact<OutputPlace[]>>;
  pendingReboot(): Promise<Fact<PendingReboot>>;
  accountChanges(): Promise<Fact<AccountChange[]>>;
  serviceChanges(): Promise<Fact<ServiceChange[]>>;
  remoteDesktop(): Promise<Fact<RemoteDesktop>>;
  connections(): Promise<Fact<Connection[]>>;
  recentExecutables(): Promise<Fact<RecentExecutables>>;
  /** Files in these folders of the UCS program; which folders they are is known once services and processes are read. */
  programFolderFiles(folders: readonly string[]): Promise<Fact<ProgramFolderFiles>>;
  logGaps(): Promise<Fact<LogGap[]>>;
  networkInterfaces(): Promise<Fact<NetworkInterface[]>>;
  defaultRoutes(): Promise<Fact<DefaultRoute[]>>;
  fileShares(): Promise<Fact<FileShare[]>>;
  /** What may stop programs from starting, and which files of ours that would be about. */
  restrictions(): Promise<Fact<Restrictions>>;
  /** Size and digest of a file that is evidence; nothing of its content is kept. */
  fileDigest(path: string): Promise<Fact<FileDigest>>;
  /** Metadata, digest and signature of an installer file; nothing is run. */
  installerFile(path: string): Promise<Fact<InstallerFile>>;
}

/** A task only a person can do, with what they should read while doing it. */
export interface GuidedTask {
  id:
    | 'lrm-service-account'
    | 'sequence-as-standard-user'
    | 'linux-unit-account'
    | 'close-ports-by-hand'
    | 'restore-account'
    | 'install-by-hand';
  title: string;
  instructions: string[];
  /** What the task is about (an account, a service, rules), as the step computed it. */
  details: Record<string, string>;
}

/**
 * Everything the program can change on a machine. Return values are never proof: callers read back through `HostReader`.
 * A change that the system refuses throws `HostChangeError`.
 */
export interface HostChanges {
  /** Adds rules; a rule whose name exists is replaced. */
  addFirewallRules(rules: readonly FirewallRule[]): Promise<void>;
  /** Removes rules by name; a name that does not exist is no error. */
  removeFirewallRules(names: readonly string[]): Promise<void>;
  /** Whether an account takes a password, without using it anywhere else. */
  checkPassword(account: string, password: Secret): Promise<'accepted' | 'refused' | 'cannot-tell'>;
  /** Sets what a service logs on as. `password` is null for accounts that have none. */
  setServiceAccount(service: string, account: string, password: Secret | null): Promise<void>;
  restartService(service: string): Promise<void>;
  /** Writes a test file to a place as an account and removes it. `cannot-tell`: acting as that account is not possible here. */
  testWrite(place: OutputPlace, account: string): Promise<'written' | 'refused' | 'cannot-tell'>;
  /** Copies an installer to where only administrators can write, and returns the digest of the copy. */
  stageInstaller(path: string): Promise<{ path: string; sha256: string }>;
  /**
   * Runs a staged installer and waits for it; resolves with its exit code. Each argument reaches the installer as one word:
   * there is no shell in between.
   */
  runInstaller(stagedPath: string, args: readonly string[]): Promise<{ exitCode: number }>;
  discardStaged(stagedPath: string): Promise<void>;
  /** The right of Windows accounts to log on as a service; absent on systems without it. */
  readonly logonRight?: LogonRightChanges;
  /** What a service of a systemd unit needs besides its account; absent on systems without them. */
  readonly unit?: UnitChanges;
}

/** `setServiceAccount` gives an account this right where it lacks it; who undoes that takes it back. */
export interface LogonRightChanges {
  /** Whether a local account has the right itself; null where it needs none, or is no account of this machine. */
  isGranted(account: string): Promise<boolean | null>;
  /** Takes it back; an account that does not have it is no error. */
  takeBack(account: string): Promise<void>;
}

/** A file or folder with the ids of whom it belongs to. */
export interface OwnedPath {
  path: string;
  uid: number;
  gid: number;
}

/** What has to be there before a systemd unit can run as another account. Each of these is undone by the step that did it. */
export interface UnitChanges {
  /** Makes a locked account without a shell; one that exists is left as it is. */
  createAccount(account: string): Promise<void>;
  /** Removes an account that `createAccount` made; one that does not exist is no error. */
  removeAccount(account: string): Promise<void>;
  /** The ids of an account; null where there is none of that name. */
  idsOf(account: string): Promise<{ uid: number; gid: number } | null>;
  /** Whom files and folders belong to now; paths that are not there are left out. */
  ownersOf(paths: readonly string[]): Promise<OwnedPath[]>;
  /** Hands files and folders over, links and files with a second name refused. */
  setOwners(owned: readonly OwnedPath[]): Promise<void>;
}

/** The system refused a change. `code` is stable; `detail` is the system's own word, for the log and the receipt. */
export class HostChangeError extends Error {
  override readonly name = 'HostChangeError';
  constructor(
    readonly code: 'access-denied' | 'not-found' | 'account-refused' | 'start-failed' | 'tool-failed',
    readonly detail: string,
  ) {
    super(`${code}: ${detail}`);
  }
}

/** Stands in for the person at a practice instrument. Real hosts have none. */
export interface SimulatedPerson {
  /** Does a guided task on the virtual instrument, or does not (a scenario can make them refuse). */
  perform(task: GuidedTask): Promise<'done' | 'refused'>;
  /** The password they would type for an account of the virtual instrument; null when they do not know it. */
  passwordFor(account: string): Promise<Secret | null>;
}

/** A machine: readable always, changeable where `changes` is there. */
export interface Host extends HostReader {
  readonly changes: HostChanges | null;
  readonly simulatedPerson: SimulatedPerson | null;
}
