import { textOf } from '../hive/registry-value.ts';
import type { HiveName, Registry, RegistryKey } from './registry.ts';

const NT = ['Microsoft', 'Windows NT', 'CurrentVersion'];
const WINDOWS = ['Microsoft', 'Windows', 'CurrentVersion'];

/** Variables Windows gives to every program, and the value of SOFTWARE each is kept in. */
const KEPT = [
  ['systemroot', NT, 'SystemRoot'],
  ['windir', NT, 'SystemRoot'],
  ['programfiles', WINDOWS, 'ProgramFilesDir'],
  ['programw6432', WINDOWS, 'ProgramW6432Dir'],
  ['programfiles(x86)', WINDOWS, 'ProgramFilesDir (x86)'],
  ['commonprogramfiles', WINDOWS, 'CommonFilesDir'],
  ['programdata', [...NT, 'ProfileList'], 'ProgramData'],
  ['allusersprofile', [...NT, 'ProfileList'], 'ProgramData'],
  ['public', [...NT, 'ProfileList'], 'Public'],
] as const;

/** Folders by the variables they are named with, in lower case ("systemroot"). */
export type SystemVariables = ReadonlyMap<string, string>;

/**
 * The variables of a machine that say where its folders are, from its registry: the environment of this process may say something
 * else, and a copied disk has none. What cannot be read is left out.
 */
export async function systemVariables(registry: Registry): Promise<SystemVariables> {
  const found = new Map<string, string>();
  await registry.read('SOFTWARE', async (root) => {
    for (const [variable, path, name] of KEPT) {
      const folder = textOf((await (await root.find(path))?.value(name)) ?? null);
      if (folder !== null && folder !== '') found.set(variable, folder);
    }
  });
  const drive = /^[A-Za-z]:/.exec(found.get('systemroot') ?? '')?.[0];
  if (drive !== undefined) found.set('systemdrive', drive);
  // Some of these values name others ("%SystemDrive%\ProgramData").
  for (const [variable, folder] of found) found.set(variable, withVariables(folder, found));
  return found;
}

/** Puts folders in the place of variables. A variable that is not known stays. */
export function withVariables(text: string, variables: SystemVariables): string {
  return text.replaceAll(/%([^%]+)%/g, (whole, name: string) => variables.get(name.toLowerCase()) ?? whole);
}

const VALUE_OF_REGISTRY = /%HKEY_LOCAL_MACHINE\\(SOFTWARE|SYSTEM)\\([^%]+)\\([^%\\]+)%/i;

/**
 * Puts in what a rule takes from a value of the registry ("%HKEY_LOCAL_MACHINE\SOFTWARE\...\ProgramFilesDir%"). A value that is not there
 * stays as it is written.
 */
export async function withRegistryValues(text: string, registry: Registry): Promise<string> {
  const [whole, hive, path, name] = VALUE_OF_REGISTRY.exec(text) ?? [];
  if (whole === undefined || hive === undefined || path === undefined || name === undefined) return text;
  const branch = hive.toUpperCase() as HiveName;
  const value = await registry.read(branch, async (root) => {
    const key = await keyAt(registry, branch, root, path.split('\\'));
    return textOf((await key?.value(name)) ?? null);
  });
  if (value.status === 'unavailable' || value.value === null) return text;
  return text.replace(whole, value.value);
}

/** Only a running system has "CurrentControlSet" by that name. */
async function keyAt(registry: Registry, hive: HiveName, root: RegistryKey, path: readonly string[]) {
  if (hive === 'SYSTEM' && path[0]?.toLowerCase() === 'currentcontrolset') {
    return (await registry.currentControlSet(root)).find(path.slice(1));
  }
  return root.find(path);
}
