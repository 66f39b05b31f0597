import type { Fact } from '../../../model/fact.ts';
import type { Firewall } from '../../../model/firewall.ts';
import { FILTERING_SERVICES, readFirewall } from '../registry/firewall.ts';
import type { Registry } from '../registry/registry.ts';
import { systemVariables, withVariables } from '../registry/system-variables.ts';
import { SERVICE_STATE, serviceStatus } from '../win32/service-manager.ts';
import { ERROR, Win32Error } from '../win32/win32-error.ts';

/** Windows Firewall as it works now: the settings and rules of both stores, and whether the services that filter run. */
export async function readLiveFirewall(registry: Registry): Promise<Fact<Firewall>> {
  const firewall = await readFirewall(registry, async () => FILTERING_SERVICES.every(runs));
  if (firewall.status === 'unavailable') return firewall;
  const variables = await systemVariables(registry);
  // A variable that is not known stays, and with it the doubt which program is meant.
  const rules = firewall.value.rules.map((rule) => ({ ...rule, program: withVariables(rule.program, variables) }));
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
