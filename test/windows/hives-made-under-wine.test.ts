import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Host } from '../../main/host/host.ts';
import type { Fact } from '../../main/model/fact.ts';
import { hiveFrom, hivexMissing } from '../unit/hive/hivex.ts';
import { hostWith } from '../unit/hive/windows-disk.ts';
import { Wine, wineMissing } from './support/wine.ts';

const missing = (await wineMissing()) ?? (await hivexMissing());
if (missing !== null) console.log(`Skipped "hives made under Wine": ${missing}.`);

const UNINSTALL = 'HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall';
const SERVICES = 'HKLM\\System\\CurrentControlSet\\Services';
/** What installers and the service manager of an instrument leave behind; names of services are invented. */
const INSTALLED = [
  ['64', 'MCS', 'MiSeq Control Software', '4.0.0.1769', 'Illumina, Inc.'],
  ['64', '{9A25302D-30C0-39D9-BD6F-21E6EC160475}', 'Tool "x" \\ y', '1.0', 'Lab'],
  ['32', 'LRM', 'Local Run Manager', '2.4.1.0', 'Illumina, Inc.'],
] as const;
/** Wine's reg.exe cannot print this name, only export it. */
const BEYOND_ASCII = 'Ünïcode 東京';
const CREATED = [
  ['PracticeCopy', 'C:\\practice copy\\copy.exe --svc', 'auto', 'LocalSystem', 'Practice Copy Service'],
  ['PracticeLow', 'C:\\low.exe', 'demand', 'NT AUTHORITY\\LocalService', 'Low'],
  ['PracticeOff', 'C:\\off.exe', 'disabled', '.\\sbsuser', 'Off'],
] as const;

/** Keys that `reg query KEY /s` prints, with their values as it prints them. */
function printed(output: string): Map<string, Map<string, string>> {
  const keys = new Map<string, Map<string, string>>();
  let values = new Map<string, string>();
  for (const line of output.split(/\r?\n/)) {
    if (line.startsWith('HKEY_')) {
      values = new Map();
      keys.set(line, values);
    }
    const [, name, content] = /^ {4}(\S.*?) {4}REG_\w+ {4}(.*)$/.exec(line) ?? [];
    if (name !== undefined && content !== undefined) values.set(name, content);
  }
  return keys;
}

function value<T>(fact: Fact<T>): T {
  if (fact.status !== 'read') throw new Error(JSON.stringify(fact));
  return fact.value;
}

describe.skipIf(missing !== null)('hives made under Wine are read offline as reg.exe reads them', () => {
  let wine: Wine;
  let hives: { software: Buffer; system: Buffer };
  let host: Host;

  beforeAll(async () => {
    wine = await Wine.start();
    for (const [view, key, name, version, publisher] of INSTALLED) {
      for (const [field, content] of [
        ['DisplayName', name],
        ['DisplayVersion', version],
        ['Publisher', publisher],
      ] as const) {
        await wine.reg('add', `${UNINSTALL}\\${key}`, '/v', field, '/d', content, '/f', `/reg:${view}`);
      }
    }
    for (const [name, path, start, account, display] of CREATED) {
      await wine.run('sc', 'create', name, 'binPath=', path, 'start=', start, 'obj=', account, 'DisplayName=', display);
    }
    await wine.reg('add', `${UNINSTALL}\\beyond`, '/v', 'DisplayName', '/d', BEYOND_ASCII, '/f', '/reg:64');
    hives = { software: await exportedHive('Software'), system: await exportedHive('System') };
  }, 300_000);

  beforeEach(async () => {
    host = await hostWith(hives);
  });

  afterAll(() => wine?.stop(), 60_000);

  async function exportedHive(name: 'Software' | 'System'): Promise<Buffer> {
    const branches =
      name === 'System'
        ? ['System']
        : [
            'Software\\Microsoft\\Windows',
            'Software\\Microsoft\\Windows NT\\CurrentVersion',
            'Software\\Microsoft\\Cryptography',
            'Software\\Wow6432Node\\Microsoft\\Windows\\CurrentVersion\\Uninstall',
          ];
    const texts: string[] = [];
    for (const branch of branches) {
      await wine.reg('export', `HKLM\\${branch}`, 'C:\\export.reg', '/y');
      const text = (await readFile(join(wine.driveC, 'export.reg')))
        .toString('utf16le')
        .replace(/^\uFEFF/, '')
        .replaceAll('\r', '');
      texts.push(texts.length === 0 ? text : text.replace(/^Windows Registry.*\n/, ''));
    }
    const prefix = `HKEY_LOCAL_MACHINE\\${name}`;
    // On a disk there is no CurrentControlSet, only the numbered one that Select names.
    return hiveFrom(texts.join('\n').replaceAll(`${prefix}\\CurrentControlSet`, `${prefix}\\ControlSet001`), prefix);
  }

  it('the list of installed software, both views', async () => {
    const queried = [
      ...printed(await wine.reg('query', UNINSTALL, '/s', '/reg:64')),
      ...printed(await wine.reg('query', UNINSTALL, '/s', '/reg:32')),
    ];
    const expected = queried.flatMap(([, values]) => {
      const name = values.get('DisplayName');
      return name === undefined
        ? []
        : [{ name, version: values.get('DisplayVersion') ?? '', publisher: values.get('Publisher') ?? null }];
    });
    expect(expected.length).toBeGreaterThanOrEqual(INSTALLED.length);
    for (const [, , name, version, publisher] of INSTALLED)
      expect(expected).toContainEqual({ name, version, publisher });
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
    const found = value(await host.software());
    expect(found.map(({ name }) => name)).toContain(BEYOND_ASCII);
    const printable = (entry: { name: string }) => /^[ -~]*$/.test(entry.name) && !entry.name.includes('?');
    expect(found.filter(printable).toSorted(byName)).toEqual(expected.filter(printable).toSorted(byName));
  });

  it('every service program, with account and start type', async () => {
    const START: Record<string, string> = { '0x2': 'automatic', '0x3': 'manual', '0x4': 'disabled' };
    const expected = [...printed(await wine.reg('query', SERVICES, '/s'))].flatMap(([key, values]) => {
      const name = key.slice(key.indexOf('Services\\') + 'Services\\'.length);
      if (name.includes('\\') || (Number(values.get('Type') ?? 0) & 0x30) === 0) return [];
      return [
        {
          name,
          displayName: values.get('DisplayName') ?? name,
          imagePath: values.get('ImagePath') ?? null,
          account: values.get('ObjectName') ?? null,
          startType: START[values.get('Start') ?? ''] ?? 'unknown',
        },
      ];
    });
    expect(expected.map(({ name }) => name)).toEqual(expect.arrayContaining(CREATED.map(([name]) => name)));
    const found = value(await host.services()).map(({ name, displayName, imagePath, account, startType }) => ({
      name,
      displayName,
      imagePath,
      account: account?.name ?? null,
      startType,
    }));
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
    expect(found.toSorted(byName)).toEqual(expected.toSorted(byName));
    expect(value(await host.services()).find(({ name }) => name === 'PracticeCopy')).toMatchObject({
      account: { kind: 'local-system' },
      state: 'unknown',
      pid: null,
    });
  });

  it('which Windows it is, and the id of the machine', async () => {
    const [[, version] = []] = [
      ...printed(await wine.reg('query', 'HKLM\\Software\\Microsoft\\Windows NT\\CurrentVersion')),
    ].filter(([key]) => key.endsWith('CurrentVersion'));
    expect(value(await host.operatingSystem())).toMatchObject({ name: version?.get('ProductName') });
    const [[, cryptography] = []] = printed(await wine.reg('query', 'HKLM\\Software\\Microsoft\\Cryptography'));
    expect(value(await host.machineId())).toBe(cryptography?.get('MachineGuid'));
  });
});
