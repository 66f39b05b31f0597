import type { Fact } from '../../../model/fact.ts';
import type { Service } from '../../../model/system-facts.ts';
import { type ListedService, listServices, SERVICE_STATE, serviceSetup } from '../win32/service-manager.ts';
import { Win32Error } from '../win32/win32-error.ts';
import { AccountNames } from './account-names.ts';
import { reading } from './reading.ts';

const START_TYPES: Readonly<Record<number, Service['startType']>> = { 2: 'automatic', 3: 'manual', 4: 'disabled' };

/** Service programs of the running system, by the service manager: set-up, state and process. */
export function readServices(): Promise<Fact<Service[]>> {
  return reading('service manager (EnumServicesStatusExW, QueryServiceConfigW)', () => {
    const names = AccountNames.read();
    return listServices().map((service) => ({ ...running(service), ...setUp(service.name, names) }));
  });
}

function running({ name, displayName, state, pid }: ListedService) {
  return { name, displayName, state: stateOf(state), pid: pid === 0 ? null : pid };
}

function stateOf(state: number): Service['state'] {
  if (state === SERVICE_STATE.running) return 'running';
  return state === SERVICE_STATE.stopped ? 'stopped' : 'changing';
}

/** Some services of Windows keep their set-up to themselves. */
function setUp(name: string, names: AccountNames): Pick<Service, 'imagePath' | 'account' | 'startType'> {
  try {
    const { imagePath, account, startType } = serviceSetup(name);
    return { imagePath, account: names.ofService(account), startType: START_TYPES[startType] ?? 'unknown' };
  } catch (error) {
    if (!(error instanceof Win32Error)) throw error;
    return { imagePath: null, account: null, startType: 'unknown' };
  }
}
