import { describe, expect, it } from 'vitest';
import { openHive } from '../../../main/host/windows/hive/hive.ts';
import { hiveFrom, hivexMissing } from './hivex.ts';
import { inMemory } from './memory.ts';
import { hostWith } from './windows-disk.ts';

const HKLM = 'HKEY_LOCAL_MACHINE';
const MACHINE_GUID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const UNINSTALL = 'Microsoft\\Windows\\CurrentVersion\\Uninstall';
const SOFTWARE = `Windows Registry Editor Version 5.00

[${HKLM}\\SOFTWARE\\${UNINSTALL}\\{1}]
"DisplayName"="MiSeq Control Software"
"DisplayVersion"="4.0.0.1769"
"Publisher"="Illumina, Inc."

[${HKLM}\\SOFTWARE\\${UNINSTALL}\\{2}]
"DisplayName"="Ünïcode – 東京"
"EstimatedSize"=dword:00001234

[${HKLM}\\SOFTWARE\\WOW6432Node\\${UNINSTALL}\\LRM]
"DisplayName"="Local Run Manager"
"DisplayVersion"="2.4.1"

[${HKLM}\\SOFTWARE\\Microsoft\\Cryptography]
"MachineGuid"="${MACHINE_GUID}"
`;
const SYSTEM = `Windows Registry Editor Version 5.00

[${HKLM}\\SYSTEM\\Select]
"Current"=dword:00000001

[${HKLM}\\SYSTEM\\ControlSet001\\Services\\UCS]
"Type"=dword:00000010
"Start"=dword:00000002
"DisplayName"="Illumina Universal Copy Service"
"ObjectName"="NT AUTHORITY\\\\LocalService"
"ImagePath"=hex(2):43,00,3a,00,5c,00,55,00,00,00

[${HKLM}\\SYSTEM\\ControlSet001\\Services\\SharedAccess\\Parameters\\FirewallPolicy\\FirewallRules]
`;

const missing = await hivexMissing();
if (missing !== null) console.log(`Skipped "hives that another program wrote": ${missing}.`);

describe.skipIf(missing !== null)('hives that another program wrote', () => {
  it('software of both views, names in any script, and the machine id come back', async () => {
    const host = await hostWith({ software: await hiveFrom(SOFTWARE, `${HKLM}\\SOFTWARE`) });
    expect(await host.software()).toMatchObject({
      status: 'read',
      value: [
        { name: 'MiSeq Control Software', version: '4.0.0.1769', publisher: 'Illumina, Inc.' },
        { name: 'Ünïcode – 東京', version: '', publisher: null },
        { name: 'Local Run Manager', version: '2.4.1', publisher: null },
      ],
    });
    expect(await host.machineId()).toMatchObject({ value: MACHINE_GUID });
  });

  it('a service comes back with account, start type and path', async () => {
    const host = await hostWith({ system: await hiveFrom(SYSTEM, `${HKLM}\\SYSTEM`) });
    expect(await host.services()).toMatchObject({
      value: [
        {
          displayName: 'Illumina Universal Copy Service',
          account: { kind: 'local-service' },
          startType: 'automatic',
          imagePath: 'C:\\U',
        },
      ],
    });
  });

  it('no key of a large list is missing', async () => {
    const keys = Array.from(
      { length: 3_000 },
      (_, number) => `[${HKLM}\\SOFTWARE\\${UNINSTALL}\\key ${number}]\n"DisplayName"="p${number}"\n`,
    );
    const hive = await hiveFrom(`Windows Registry Editor Version 5.00\n\n${keys.join('\n')}`, `${HKLM}\\SOFTWARE`);
    const fact = await (await hostWith({ software: hive })).software();
    const names = fact.status === 'read' ? fact.value.map(({ name }) => name) : [];
    expect(new Set(names)).toEqual(new Set(Array.from({ length: 3_000 }, (_, number) => `p${number}`)));
  });

  it('a cleanly written hive is not called unclean', async () => {
    expect((await openHive(inMemory(await hiveFrom(SOFTWARE, `${HKLM}\\SOFTWARE`)))).cleanlyClosed).toBe(true);
  });
});
