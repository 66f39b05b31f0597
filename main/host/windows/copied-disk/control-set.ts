import { numberOf } from '../hive/registry-value.ts';
import { RegistryGap, type RegistryKey } from '../registry/registry.ts';

/**
 * The control set that is current ("CurrentControlSet" exists only while Windows runs; `Select\Current` names its number).
 * Throws `RegistryGap` where the SYSTEM hive does not say or does not hold it.
 */
export async function currentControlSet(system: RegistryKey): Promise<RegistryKey> {
  const select = await system.find(['Select']);
  const number = select === null ? null : numberOf(await select.value('Current'));
  if (number === null) throw new RegistryGap('malformed', 'The hive does not say which control set is current.');
  const name = `ControlSet${String(number).padStart(3, '0')}`;
  const key = await system.find([name]);
  if (key === null) throw new RegistryGap('malformed', `The hive says that ${name} is current, but does not hold it.`);
  return key;
}
