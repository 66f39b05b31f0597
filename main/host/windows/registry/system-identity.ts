import type { Fact } from '../../../model/fact.ts';
import type { OperatingSystem } from '../../../model/system-facts.ts';
import { numberOf, textOf } from '../hive/registry-value.ts';
import { type Registry, RegistryGap, type RegistryKey } from './registry.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Product name with its release ("1909", "22H2"), and version numbers with build and, where there is one, revision. */
export function readOperatingSystem(registry: Registry): Promise<Fact<OperatingSystem>> {
  return registry.read('SOFTWARE', async (root) => {
    const key = await root.find(['Microsoft', 'Windows NT', 'CurrentVersion']);
    const name = key === null ? null : textOf(await key.value('ProductName'));
    if (key === null || name === null)
      throw new RegistryGap('not-known', 'The registry does not say which Windows this is.');
    const release = textOf(await key.value('DisplayVersion')) ?? textOf(await key.value('ReleaseId'));
    return { family: 'windows', name: release === null ? name : `${name} ${release}`, version: await versionOf(key) };
  });
}

async function versionOf(key: RegistryKey): Promise<string> {
  const [major, minor, revision] = [
    numberOf(await key.value('CurrentMajorVersionNumber')),
    numberOf(await key.value('CurrentMinorVersionNumber')),
    numberOf(await key.value('UBR')),
  ];
  // Windows 10 and later keep "6.3" in the text, for old programs.
  const version = major !== null && minor !== null ? `${major}.${minor}` : textOf(await key.value('CurrentVersion'));
  const build = textOf(await key.value('CurrentBuild')) ?? textOf(await key.value('CurrentBuildNumber'));
  if (version === null || build === null)
    throw new RegistryGap('not-known', 'The registry does not say which version of Windows this is.');
  return [version, build, ...(revision === null ? [] : [revision])].join('.');
}

/** The id Windows gave itself when it was installed (`MachineGuid`). */
export function readMachineId(registry: Registry): Promise<Fact<string>> {
  return registry.read('SOFTWARE', async (root) => {
    const key = await root.find(['Microsoft', 'Cryptography']);
    const id = key === null ? null : textOf(await key.value('MachineGuid'));
    if (id === null) throw new RegistryGap('not-known', 'The registry holds no id of the machine.');
    if (!GUID.test(id))
      throw new RegistryGap('malformed', 'The id of the machine is not written as Windows writes it.');
    return id;
  });
}
