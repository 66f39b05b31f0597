import { type Fact, read, unavailable } from '../../model/fact.ts';
import { Failure } from '../../model/failure.ts';
import type { FactName } from '../../model/observation.ts';
import type { HostReader } from '../host.ts';
import { accountList, runningAccountRef } from './accounts.ts';
import { installerFile } from './installers.ts';
import type { InstrumentState } from './instrument-state.ts';
import { connectionList, listenerList, processList, serviceList } from './programs.ts';
import { runFoldersOnDisk } from './run-folders.ts';
import { datedTraces, digestOfPlanted, filesInFolders } from './traces.ts';

type Readers = Omit<HostReader, 'about'>;

/** The reading half of a practice instrument. `current` gives its state; when it throws, every reading is unavailable. */
export function practiceReaders(current: () => Promise<InstrumentState>): Readers {
  const reader =
    <T>(name: FactName, words: string, value: (state: InstrumentState) => T) =>
    (): Promise<Fact<T>> =>
      reading(current, name, `practice instrument: ${words}`, value);
  return {
    operatingSystem: reader('operatingSystem', 'operating system', (state) => state.operatingSystem),
    machineId: reader('machineId', 'machine id', (state) => `practice-${state.scenario}`),
    bootId: reader('bootId', 'boot id', (state) => `practice-${state.scenario}-start-${state.boots}`),
    clock: reader('clock', 'clock', (state) => state.clock),
    software: reader('software', 'installed software', (state) =>
      Object.entries(state.software).map(([name, entry]) => ({ name, ...entry })),
    ),
    services: reader('services', 'services', serviceList),
    processes: reader('processes', 'processes', processList),
    listeners: reader('listeners', 'sockets', listenerList),
    firewall: reader('firewall', 'firewall', ({ firewall }) => ({
      engine: firewall.engine,
      running: firewall.running,
      zones: Object.entries(firewall.zones).map(([name, zone]) => ({ name, ...zone })),
      rules: Object.entries(firewall.rules).map(([name, rule]) => ({ name, ...rule })),
    })),
    accounts: reader('accounts', 'accounts', accountList),
    session: reader('session', 'session', (state) =>
      state.session === null
        ? null
        : { account: runningAccountRef(state, state.session.account), kind: state.session.kind },
    ),
    fileVersions: reader('fileVersions', 'file versions', (state) =>
      Object.entries(state.fileVersions).map(([path, version]) => ({ path, ...version })),
    ),
    runFolders: reader('runFolders', 'run folders', (state) => runFoldersOnDisk(state, new Date())),
    outputPlaces: reader('outputPlaces', 'output places', (state) =>
      Object.entries(state.outputPlaces).map(([path, { kind }]) => ({ path, kind })),
    ),
    pendingReboot: reader('pendingReboot', 'pending restart', ({ updateWaitsForRestart }) => ({
      pending: updateWaitsForRestart,
      reasons: updateWaitsForRestart ? ['files of an update are replaced at the next start'] : [],
    })),
    accountChanges: reader(
      'accountChanges',
      'account changes',
      (state) => datedTraces(state, new Date()).accountChanges,
    ),
    serviceChanges: reader(
      'serviceChanges',
      'service changes',
      (state) => datedTraces(state, new Date()).serviceChanges,
    ),
    remoteDesktop: reader('remoteDesktop', 'remote desktop', ({ network }) => network.remoteDesktop),
    connections: reader('connections', 'connections', connectionList),
    recentExecutables: reader(
      'recentExecutables',
      'run and temp folders',
      (state) => datedTraces(state, new Date()).recentExecutables,
    ),
    programFolderFiles: (folders) =>
      reader('programFolderFiles', 'folder of the UCS program', (state) =>
        filesInFolders(state, folders, new Date()),
      )(),
    logGaps: reader('logGaps', 'system logs', (state) => datedTraces(state, new Date()).logGaps),
    networkInterfaces: reader('networkInterfaces', 'network interfaces', ({ network }) => network.interfaces),
    defaultRoutes: reader('defaultRoutes', 'routes', ({ network }) => network.defaultRoutes),
    fileShares: reader('fileShares', 'file shares', ({ network }) => network.fileShares),
    restrictions: reader('restrictions', 'software restriction policy', (state) => state.restrictions),
    async fileDigest(path) {
      try {
        return digestOfPlanted(await current(), path);
      } catch (error) {
        return notReadable(error, 'practice instrument: files');
      }
    },
    async installerFile(path) {
      try {
        return installerFile(await current(), path);
      } catch (error) {
        return notReadable(error, 'practice instrument: installer files');
      }
    },
  };
}

async function reading<T>(
  current: () => Promise<InstrumentState>,
  name: FactName,
  source: string,
  value: (state: InstrumentState) => T,
): Promise<Fact<T>> {
  try {
    const state = await current();
    if (state.switches.unreadable.includes(name)) {
      return unavailable('tool-failed', 'this reading fails on this practice instrument', source);
    }
    return read(value(state), source);
  } catch (error) {
    return notReadable(error, source);
  }
}

function notReadable(error: unknown, source: string): Fact<never> {
  const cause = error instanceof Failure ? 'malformed' : 'tool-failed';
  return unavailable(cause, error instanceof Error ? error.message : String(error), source);
}
