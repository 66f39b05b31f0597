import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { FakeState } from './fakes/state.ts';
import { type ProgramName, withVersion } from './version-resource.ts';
import { windowsProgram } from './windows-programs.ts';
import type { Wine } from './wine.ts';

/** A service of an image; its program is a stand-in. */
export interface ImageService {
  name: string;
  displayName: string;
  path: string;
  account: string;
  /** `protocol:address:port`. */
  listens: string[];
  program: ProgramName;
  dependsOn?: string;
}

/** An instrument as a Windows of Wine shows it. Names of programs and services are invented; display names are the known ones. */
export interface WindowsImage {
  software: { key: string; name: string; version: string; view: '32' | '64' }[];
  services: ImageService[];
  /** A stand-in that somebody logged on has started. */
  sessionProgram: { path: string; account: string; listens: string[]; program: ProgramName } | null;
  /** Programs that lie there and do not run. */
  programs: { path: string; program: ProgramName }[];
  /** Path of each file of a run folder and what is in it. */
  files: Record<string, string>;
  state: FakeState;
  /** Rules of others, as Windows writes them, by their ids. */
  firewallRules: Record<string, string>;
}

const LONG_AGO = new Date(Date.now() - 5 * 86_400_000);
const FILTER_SERVICES = ['BFE', 'mpssvc'];
const FIREWALL = 'HKEY_LOCAL_MACHINE\\System\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy';
const UNINSTALL = 'Microsoft\\Windows\\CurrentVersion\\Uninstall';
const FIREWALL_PROGRAM = {
  version: '10.0.18362.1',
  product: 'Filter stand-in',
  description: 'Stands in for a service of Windows Firewall',
};

/** Where a path of drive C: lies here. */
export function inDrive(wine: Wine, path: string): string {
  return join(wine.driveC, ...path.replace(/^C:\\/i, '').split('\\'));
}

/** Writes a file of drive C:, with the folders above it. */
export async function putFile(wine: Wine, path: string, content: string | Uint8Array): Promise<void> {
  const place = inDrive(wine, path);
  await mkdir(dirname(place), { recursive: true });
  await writeFile(place, content);
}

/** Makes a prefix into an instrument, with the services of Windows Firewall and a fake `netsh.exe`, and starts its services. */
export async function becomeInstrument(wine: Wine, image: WindowsImage): Promise<void> {
  const standIn = await windowsProgram('stand-in');
  await putFile(wine, 'C:\\fake-windows\\state.json', JSON.stringify(image.state));
  await putFile(wine, 'C:\\windows\\system32\\netsh.exe', await windowsProgram('fake-netsh'));
  for (const [path, content] of Object.entries(image.files)) await putFile(wine, path, content);
  // Runs that ended long ago: folders last, because their files change them.
  const paths = Object.keys(image.files).map((path) => inDrive(wine, path));
  for (const path of [...paths, ...paths.map((file) => dirname(file))]) await utimes(path, LONG_AGO, LONG_AGO);
  for (const { path, program } of [...image.programs, ...image.services, ...nonNull(image.sessionProgram)]) {
    await putFile(wine, path, withVersion(standIn, program));
  }
  await putFile(wine, 'C:\\image.reg', Buffer.from(registryOf(image), 'utf16le'));
  await wine.reg('import', 'C:\\image.reg');

  const filters = FILTER_SERVICES.map(
    (name): ImageService => ({
      name,
      displayName: name,
      path: `C:\\fake-windows\\${name}.exe`,
      account: 'NT AUTHORITY\\LocalService',
      listens: [],
      program: FIREWALL_PROGRAM,
    }),
  );
  for (const { path, program } of filters) await putFile(wine, path, withVersion(standIn, program));
  for (const service of [...filters, ...image.services]) await createService(wine, service);
  for (const { name } of [...filters, ...image.services]) await wine.run('sc', 'start', name);
  if (image.sessionProgram !== null) await startInSession(wine, image.sessionProgram);
}

function nonNull<T>(value: T | null): T[] {
  return value === null ? [] : [value];
}

/** It runs until Wine is stopped. It has started when it has written down what it listens on. */
async function startInSession(wine: Wine, program: NonNullable<WindowsImage['sessionProgram']>): Promise<void> {
  const places = program.listens.flatMap((place) => ['--listen', place]);
  const before = await standIns(wine);
  void wine.finish(program.path, ['--account', program.account, ...places], { timeout: 600_000 });
  while ((await standIns(wine)) === before) await setTimeout(100);
}

async function standIns(wine: Wine): Promise<number> {
  return (await readdir(inDrive(wine, 'C:\\fake-windows\\processes'))).length;
}

async function createService(wine: Wine, service: ImageService): Promise<void> {
  const { name, displayName, path, account, listens, dependsOn } = service;
  const words = listens.map((place) => ` --listen ${place}`).join('');
  const binPath = `"${path}" --service ${name}${words}`;
  const args = ['binPath=', binPath, 'start=', 'auto', 'obj=', account, 'DisplayName=', displayName];
  await wine.run('sc', 'create', name, ...args);
  if (dependsOn === undefined) return;
  // Wine's sc writes what follows in memory too.
  const key = `HKLM\\System\\CurrentControlSet\\Services\\${name}`;
  await wine.reg('add', key, '/v', 'DependOnService', '/t', 'REG_MULTI_SZ', '/d', dependsOn, '/f');
}

function registryOf({ software, firewallRules }: WindowsImage): string {
  const lines = ['Windows Registry Editor Version 5.00'];
  const key = (path: string) => lines.push('', `[${path}]`);
  const text = (name: string, value: string) =>
    lines.push(`"${name}"="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`);
  const number = (name: string, value: number) => lines.push(`"${name}"=dword:${value.toString(16).padStart(8, '0')}`);
  // Without this Wine would run its own netsh, which does nothing.
  key('HKEY_CURRENT_USER\\Software\\Wine\\DllOverrides');
  text('netsh.exe', 'native');
  for (const { key: id, name, version, view } of software) {
    key(`HKEY_LOCAL_MACHINE\\Software\\${view === '32' ? 'Wow6432Node\\' : ''}${UNINSTALL}\\${id}`);
    text('DisplayName', name);
    text('DisplayVersion', version);
    text('Publisher', 'Test Fixtures');
  }
  for (const profile of ['DomainProfile', 'StandardProfile', 'PublicProfile']) {
    key(`${FIREWALL}\\${profile}`);
    number('EnableFirewall', 1);
  }
  key(`${FIREWALL}\\FirewallRules`);
  for (const [id, rule] of Object.entries(firewallRules)) text(id, rule);
  // UTF-16 with its mark, as Windows writes it: names in every language.
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}
