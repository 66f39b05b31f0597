import type { HostReader } from '../host/host.ts';
import { type Fact, read, unavailable } from '../model/fact.ts';
import { Observation } from '../model/observation.ts';
import type { RunFolder } from '../model/run-folder.ts';
import { understandRunFolder } from './run-folders.ts';

/**
 * Looks at everything a host can tell. A reader that throws costs its own fact only (`unavailable`, cause `tool-failed`).
 * Throws a `ZodError` when a reader breaks the contract of `Observation`: a defect of ours, never a finding.
 */
export async function observe(host: HostReader): Promise<Observation> {
  const takenAt = new Date().toISOString();
  const [
    operatingSystem,
    machineId,
    bootId,
    clock,
    software,
    services,
    processes,
    listeners,
    firewall,
    accounts,
    session,
    fileVersions,
    runFolders,
    outputPlaces,
    pendingReboot,
  ] = await Promise.all([
    settled('operating system', () => host.operatingSystem()),
    settled('machine id', () => host.machineId()),
    settled('boot id', () => host.bootId()),
    settled('clock', () => host.clock()),
    settled('installed software', () => host.software()),
    settled('services', () => host.services()),
    settled('processes', () => host.processes()),
    settled('listeners', () => host.listeners()),
    settled('firewall', () => host.firewall()),
    settled('accounts', () => host.accounts()),
    settled('session', () => host.session()),
    settled('file versions', () => host.fileVersions()),
    settled('run folders', () => runFoldersOf(host)),
    settled('output places', () => host.outputPlaces()),
    settled('pending restart', () => host.pendingReboot()),
  ]);
  return Observation.parse({
    host: host.about,
    takenAt,
    operatingSystem,
    machineId,
    bootId,
    clock,
    software,
    services,
    processes,
    listeners,
    firewall,
    accounts,
    session,
    fileVersions,
    runFolders,
    outputPlaces,
    pendingReboot,
  });
}

async function runFoldersOf(host: HostReader): Promise<Fact<RunFolder[]>> {
  const onDisk = await host.runFolders();
  if (onDisk.status !== 'read') return onDisk;
  const folders = onDisk.value.map((folder) => understandRunFolder(folder, onDisk.at));
  return read(folders, onDisk.source, onDisk.at);
}

async function settled<T>(what: string, reader: () => Promise<Fact<T>>): Promise<Fact<T>> {
  try {
    return await reader();
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return unavailable('tool-failed', `The reading stopped: ${message}`, `reader of ${what}`);
  }
}
