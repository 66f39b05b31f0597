import { dirname } from 'node:path';
import type { Fact } from '../../../model/fact.ts';
import type { Firewall } from '../../../model/firewall.ts';
import { textOf } from '../hive/registry-value.ts';
import { FILTERING_SERVICES, readFirewall } from '../registry/firewall.ts';
import type { Registry } from '../registry/registry.ts';
import { SERVICE_STATE, serviceStatus } from '../win32/service-manager.ts';
import { systemFolder } from '../win32/system-library.ts';
import { ERROR, Win32Error } from '../win32/win32-error.ts';

/** Windows Firewall as it works now: the settings and rules of both stores, and whether the services that filter run. */
export async function readLiveFirewall(registry: Registry): Promise<Fact<Firewall>> {
  const firewall = await readFirewall(registry, async () => FILTERING_SERVICES.every(runs));
  if (firewall.status === 'unavailable') return firewall;
  const folders = await systemFolders(registry);
  const rules = firewall.value.rules.map((rule) => ({ ...rule, program: expanded(rule.program, folders) }));
  return { ...firewall, value: { ...firewall.value, rules } };
}

function runs(service: string): boolean {
  try {
    return serviceStatus(service).state === SERVICE_STATE.running;
  } catch (error) {
    if (error instanceof Win32Error && error.code === ERROR.serviceDoesNotExist) return false;
    throw error;
  }
}

/**
 * The variables rules of Windows name programs by, from the system and its registry: the environment of this process may say
 * something else.
 */
async function systemFolders(registry: Registry): Promise<Map<string, string>> {
  const windows = dirname(systemFolder());
  const folders = new Map([
    ['systemroot', windows],
    ['windir', windows],
    ['systemdrive', windows.slice(0, 2)],
  ]);
  await registry.read('SOFTWARE', async (root) => {
    const key = await root.find(['Microsoft', 'Windows', 'CurrentVersion']);
    for (const [variable, name] of [
      ['programfiles', 'ProgramFilesDir'],
      ['programfiles(x86)', 'ProgramFilesDir (x86)'],
    ] as const) {
      const folder = textOf((await key?.value(name)) ?? null);
      if (folder !== null) folders.set(variable, folder);
    }
  });
  return folders;
}

/** A variable that is not known stays, and with it the doubt which program is meant. */
function expanded(program: string, folders: ReadonlyMap<string, string>): string {
  return program.replaceAll(/%([^%]+)%/g, (whole, name: string) => folders.get(name.toLowerCase()) ?? whole);
}
