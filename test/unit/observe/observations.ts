import { read, unavailable } from '../../../main/model/fact.ts';
import type { Observation } from '../../../main/model/observation.ts';
import type { RunFolder, RunRecord } from '../../../main/model/run-folder.ts';
import type { FileVersion, InstalledSoftware } from '../../../main/model/system-facts.ts';

export const NOW = '2026-11-20T12:00:00.000Z';

/** A live machine that says nothing, except what is given. */
export function observationWith(facts: Partial<Observation> = {}): Observation {
  const nothing = unavailable('not-known', 'not part of this test', 'test', NOW);
  return {
    host: { kind: 'windows', practice: false, live: true, changeable: true, elevated: true },
    takenAt: NOW,
    operatingSystem: nothing,
    machineId: nothing,
    bootId: nothing,
    clock: nothing,
    software: read([], 'registry', NOW),
    services: nothing,
    processes: nothing,
    listeners: nothing,
    firewall: nothing,
    accounts: nothing,
    session: nothing,
    fileVersions: read([], 'version resources', NOW),
    runFolders: read([], 'run folder places', NOW),
    outputPlaces: nothing,
    pendingReboot: nothing,
    accountChanges: nothing,
    serviceChanges: nothing,
    remoteDesktop: nothing,
    connections: nothing,
    recentExecutables: nothing,
    programFolderFiles: nothing,
    logGaps: nothing,
    networkInterfaces: nothing,
    defaultRoutes: nothing,
    fileShares: nothing,
    restrictions: nothing,
    ...facts,
  };
}

export function installed(...software: [name: string, version: string][]): Pick<Observation, 'software'> {
  const value = software.map(([name, version]): InstalledSoftware => ({ name, version, publisher: null }));
  return { software: read(value, 'registry', NOW) };
}

export function programFiles(...files: Partial<FileVersion>[]): Pick<Observation, 'fileVersions'> {
  const value = files.map(
    (file): FileVersion => ({
      path: 'C:\\Program Files\\Illumina\\program.exe',
      fileVersion: '1.0.0.0',
      productVersion: null,
      productName: null,
      description: null,
      company: null,
      ...file,
    }),
  );
  return { fileVersions: read(value, 'version resources', NOW) };
}

export function runFolder(path: string, changedAt: string, record: Partial<RunRecord> | 'malformed'): RunFolder {
  const source = `${path}\\RunParameters.xml`;
  return {
    path,
    changedAt,
    files: [],
    record:
      record === 'malformed'
        ? unavailable('malformed', `${source} is not well-formed XML`, source, NOW)
        : read(
            {
              applicationName: null,
              applicationVersion: null,
              systemSuiteVersion: null,
              serial: null,
              ucsVersion: null,
              ucsRunId: null,
              localRunManagerVersion: null,
              ...record,
            },
            source,
            NOW,
          ),
  };
}

export function recorded(...folders: RunFolder[]): Pick<Observation, 'runFolders'> {
  return { runFolders: read(folders, 'run folder places', NOW) };
}
