import { builtInCatalogue, ucsNamePatterns } from '../catalogue/catalogue.ts';
import type { HostReader } from '../host/host.ts';
import { type Fact, read, unavailable } from '../model/fact.ts';
import { Observation } from '../model/observation.ts';
import type { RunFolder } from '../model/run-folder.ts';
import type { ProgramFolderFiles } from '../model/sign-facts.ts';
import { understandRunFolder } from './run-folders.ts';
import type { UcsFacts } from './ucs.ts';
import { ucsProgramFolders } from './ucs-program-folders.ts';

/**
 * Looks at everything a host can tell. A reader that throws costs its own fact only (`unavailable`, cause `tool-failed`).
 * Throws a `ZodError` when a reader breaks the contract of `Observation`: a defect of ours, never a finding.
 *
 * @param ucsNames patterns UCS is found by; decides in whose folder is looked for files that do not belong there
 */
export async function observe(
  host: HostReader,
  ucsNames: readonly string[] = ucsNamePatterns(builtInCatalogue()),
): Promise<Observation> {
  const takenAt = new Date().toISOString();
  const facts = await allOf({
    operatingSystem: settled('operating system', () => host.operatingSystem()),
    machineId: settled('machine id', () => host.machineId()),
    bootId: settled('boot id', () => host.bootId()),
    clock: settled('clock', () => host.clock()),
    software: settled('installed software', () => host.software()),
    services: settled('services', () => host.services()),
    processes: settled('processes', () => host.processes()),
    listeners: settled('listeners', () => host.listeners()),
    firewall: settled('firewall', () => host.firewall()),
    accounts: settled('accounts', () => host.accounts()),
    session: settled('session', () => host.session()),
    fileVersions: settled('file versions', () => host.fileVersions()),
    runFolders: settled('run folders', () => runFoldersOf(host)),
    outputPlaces: settled('output places', () => host.outputPlaces()),
    pendingReboot: settled('pending restart', () => host.pendingReboot()),
    accountChanges: settled('account changes', () => host.accountChanges()),
    serviceChanges: settled('service changes', () => host.serviceChanges()),
    remoteDesktop: settled('remote desktop', () => host.remoteDesktop()),
    connections: settled('connections', () => host.connections()),
    recentExecutables: settled('recent executables', () => host.recentExecutables()),
    logGaps: settled('log gaps', () => host.logGaps()),
    networkInterfaces: settled('network interfaces', () => host.networkInterfaces()),
    defaultRoutes: settled('default routes', () => host.defaultRoutes()),
    fileShares: settled('file shares', () => host.fileShares()),
    restrictions: settled('restrictions', () => host.restrictions()),
  });
  const programFolderFiles = await settled('program folder', () => filesBesideUcs(host, facts, ucsNames));
  return Observation.parse({ host: host.about, takenAt, ...facts, programFolderFiles });
}

/** Waits for every reading at once. */
async function allOf<T extends Record<string, Promise<unknown>>>(readings: T) {
  const entries = await Promise.all(
    Object.entries(readings).map(async ([name, reading]) => [name, await reading] as const),
  );
  return Object.fromEntries(entries) as { [Name in keyof T]: Awaited<T[Name]> };
}

async function filesBesideUcs(
  host: HostReader,
  facts: UcsFacts,
  ucsNames: readonly string[],
): Promise<Fact<ProgramFolderFiles>> {
  const folders = ucsProgramFolders(facts, ucsNames);
  return Array.isArray(folders) ? host.programFolderFiles(folders) : folders;
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
