import { mkdir, readdir, readFile, rename, rm, symlink, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { copiedDiskHost } from '../../../main/host/copied-disk.ts';
import { diskWith } from '../copied-disk/disk.ts';
import { buildHive, dword, multiText, text } from './hive-builder.ts';
import { CONFIG, hostWith, SELECT, service, software, together, under } from './windows-disk.ts';

const FROM_HIVES = ['operatingSystem', 'machineId', 'software', 'services', 'firewall', 'pendingReboot'] as const;
const GUID = '0f8fad5b-d9cb-469f-a165-70867728950e';

describe('installed software', () => {
  it('both views are listed, so a 32-bit control software is not missed', async () => {
    const host = await hostWith({
      software: together(software('4.0.0.1769'), software('2.0', 'Local Run Manager', 'WOW6432Node\\', 'LRM')),
    });
    const fact = await host.software();
    expect(fact).toMatchObject({
      status: 'read',
      value: [
        { name: 'MiSeq Control Software', version: '4.0.0.1769', publisher: 'Illumina, Inc.' },
        { name: 'Local Run Manager', version: '2.0' },
      ],
    });
    expect(fact.source).toContain('C:\\Windows\\System32\\config\\SOFTWARE');
    expect(fact.source).not.toContain('not cleanly closed');
  });

  it('an entry without a version keeps its place, one without a name is none', async () => {
    const list = 'Microsoft\\Windows\\CurrentVersion\\Uninstall';
    const host = await hostWith({
      software: together(
        under(`${list}\\a`, { values: { DisplayName: text('iSeq Control Software'), DisplayVersion: dword(3) } }),
        under(`${list}\\b`, { values: { DisplayVersion: text('1.0') } }),
      ),
    });
    expect(await host.software()).toMatchObject({
      value: [{ name: 'iSeq Control Software', version: '', publisher: null }],
    });
  });

  it('a hive without the list is not a machine without software', async () => {
    const host = await hostWith({ software: under('Microsoft', {}) });
    expect(await host.software()).toMatchObject({ status: 'unavailable', cause: 'not-known' });
  });
});

describe('services', () => {
  it('come from the control set that is current, with account and start type, never as running', async () => {
    const host = await hostWith({
      system: together(
        service('UCS', 'LocalSystem', 2, 'Illumina Universal Copy Service'),
        under('ControlSet001\\Services\\UCS', {
          values: { Type: dword(0x10), ObjectName: text('.\\sbsuser'), Start: dword(4) },
        }),
      ),
    });
    expect(await host.services()).toMatchObject({
      value: [
        {
          name: 'UCS',
          displayName: 'Illumina Universal Copy Service',
          imagePath: '%ProgramFiles%\\UCS.exe',
          account: { name: 'LocalSystem', id: 'S-1-5-18', kind: 'local-system' },
          state: 'unknown',
          startType: 'automatic',
          pid: null,
        },
      ],
    });
  });

  it.each([
    ['LocalSystem', 'local-system'],
    ['NT AUTHORITY\\SYSTEM', 'local-system'],
    ['NT AUTHORITY\\LocalService', 'local-service'],
    ['nt authority\\networkservice', 'network-service'],
    ['NT SERVICE\\UCS', 'virtual'],
    ['.\\sbsuser', 'user'],
    ['LAB\\copy$', 'user'],
  ])('account %s is of kind %s', async (name, kind) => {
    const host = await hostWith({ system: service('UCS', name, 3) });
    expect(await host.services()).toMatchObject({ value: [{ account: { name, kind }, startType: 'manual' }] });
  });

  it('a service without a stored account has one that is not known', async () => {
    expect(await (await hostWith({ system: service('x', null, 4) })).services()).toMatchObject({
      value: [{ account: null, startType: 'disabled', displayName: 'x' }],
    });
  });

  it('drivers are no services, and display names in resources stay as stored', async () => {
    const host = await hostWith({
      system: together(
        service('Spooler', 'LocalSystem', 2, '@%SystemRoot%\\spoolsv.exe,-1'),
        under('ControlSet002\\Services\\disk', {
          values: { Type: dword(1), Start: dword(0), ImagePath: text('disk.sys') },
        }),
        under('ControlSet002\\Services\\settings only', {}),
      ),
    });
    expect(await host.services()).toMatchObject({ value: [{ displayName: '@%SystemRoot%\\spoolsv.exe,-1' }] });
  });

  it.each([
    ['no current control set', under('ControlSet001\\Services', {})],
    ['a current control set that is not there', SELECT],
  ])('%s: nothing is guessed', async (_, tree) => {
    expect(await (await hostWith({ system: buildHive(tree) })).services()).toMatchObject({
      status: 'unavailable',
      cause: 'malformed',
    });
  });
});

describe('which machine this is', () => {
  it('Windows by name, release and build; machine by its id', async () => {
    const host = await hostWith({
      software: together(
        under('Microsoft\\Windows NT\\CurrentVersion', {
          values: {
            ProductName: text('Windows 10 Enterprise'),
            ReleaseId: text('1607'),
            CurrentVersion: text('6.3'),
            CurrentMajorVersionNumber: dword(10),
            CurrentMinorVersionNumber: dword(0),
            CurrentBuild: text('14393'),
            UBR: dword(693),
          },
        }),
        under('Microsoft\\Cryptography', { values: { MachineGuid: text(GUID) } }),
      ),
    });
    expect(await host.operatingSystem()).toMatchObject({
      value: { family: 'windows', name: 'Windows 10 Enterprise 1607', version: '10.0.14393.693' },
    });
    expect(await host.machineId()).toMatchObject({ value: GUID });
  });

  it('an old Windows keeps its version in one text', async () => {
    const host = await hostWith({
      software: under('Microsoft\\Windows NT\\CurrentVersion', {
        values: {
          ProductName: text('Windows Embedded Standard'),
          CurrentVersion: text('6.1'),
          CurrentBuildNumber: text('7601'),
        },
      }),
    });
    expect(await host.operatingSystem()).toMatchObject({
      value: { name: 'Windows Embedded Standard', version: '6.1.7601' },
    });
    expect(await host.machineId()).toMatchObject({ status: 'unavailable', cause: 'not-known' });
  });

  it('an id that is none is refused', async () => {
    const host = await hostWith({ software: under('Microsoft\\Cryptography', { values: { MachineGuid: text('x') } }) });
    expect(await host.machineId()).toMatchObject({ status: 'unavailable', cause: 'malformed' });
  });
});

describe('a restart that was waited for', () => {
  const manager = (values: Parameters<typeof under>[1]['values']) =>
    together(service('x', null, 2), under('ControlSet002\\Control\\Session Manager', { values }));
  const nothing = under('Microsoft', {});

  it('is told from files to be replaced', async () => {
    const system = manager({ PendingFileRenameOperations: multiText('\\??\\C:\\x', '', '') });
    expect(await (await hostWith({ system, software: nothing })).pendingReboot()).toMatchObject({
      value: { pending: true },
    });
    expect(await (await hostWith({ system })).pendingReboot()).toMatchObject({ value: { pending: true } });
  });

  it.each(['Component Based Servicing\\RebootPending', 'WindowsUpdate\\Auto Update\\RebootRequired'])(
    'is told from %s',
    async (key) => {
      const marked = under(`Microsoft\\Windows\\CurrentVersion\\${key}`, {});
      expect(await (await hostWith({ system: manager({}), software: marked })).pendingReboot()).toMatchObject({
        value: { pending: true },
      });
    },
  );

  it('is never denied from a copy, where marks in memory are missing', async () => {
    const system = manager({ PendingFileRenameOperations: { type: 7, data: Buffer.alloc(4) } });
    expect(await (await hostWith({ system, software: nothing })).pendingReboot()).toMatchObject({
      status: 'unavailable',
      cause: 'copied-disk',
    });
  });
});

describe('hives that are not there, not whole or not where they must be', () => {
  it('a missing hive is named, and says nothing', async () => {
    const host = await copiedDiskHost(await diskWith({ [`${CONFIG}/SAM`]: '' }));
    for (const name of FROM_HIVES) {
      expect({ name, fact: await host[name]() }).toMatchObject({
        name,
        fact: { status: 'unavailable', cause: 'not-known' },
      });
    }
    expect(await host.services()).toMatchObject({
      detail: 'C:\\Windows\\System32\\config\\SYSTEM is not on this copied disk.',
    });
  });

  it('a hive that is rubbish is malformed, not empty', async () => {
    const rubbish = Buffer.alloc(8192, 7);
    const host = await hostWith({ software: rubbish, system: rubbish });
    for (const name of FROM_HIVES) {
      expect({ name, fact: await host[name]() }).toMatchObject({
        name,
        fact: { status: 'unavailable', cause: 'malformed' },
      });
    }
  });

  it('a disk copied from a running instrument says that changes may be missing', async () => {
    const host = await hostWith({ software: software('4.0'), system: service('x', 'LocalSystem', 2) }, { dirty: true });
    for (const fact of [await host.software(), await host.services()]) {
      expect(fact.status).toBe('read');
      expect(fact.source).toContain('not cleanly closed; changes of the last minutes may be missing');
    }
  });

  it('a file larger than any hive is refused before it is read', async () => {
    const root = await diskWith({ [`${CONFIG}/SOFTWARE`]: '' });
    await truncate(join(root, CONFIG, 'SOFTWARE'), 513 * 1024 * 1024);
    expect(await (await copiedDiskHost(root)).software()).toMatchObject({ status: 'unavailable', cause: 'too-large' });
  });

  it('nothing is written to the copy', async () => {
    const hive = buildHive(software('4.0'));
    const root = await diskWith({ [`${CONFIG}/SOFTWARE`]: hive });
    await (await copiedDiskHost(root)).software();
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    expect(entries.filter((entry) => !entry.isDirectory())).toHaveLength(1);
    expect(await readFile(join(root, CONFIG, 'SOFTWARE'))).toEqual(hive);
  });
});

// Windows has no such names, and no links or pipes for everybody.
describe.skipIf(process.platform === 'win32')('hives on a Linux that tells spellings, links and pipes apart', () => {
  it('spelling of the folders does not matter; two spellings at once are refused', async () => {
    const host = await hostWith({ software: software('4.0') }, {}, 'C/WINDOWS/system32/Config');
    expect(await host.software()).toMatchObject({ status: 'read' });
    const root = await diskWith({ [`${CONFIG}/SOFTWARE`]: buildHive(software('4.0')), 'C/windows/x': '' });
    expect(await (await copiedDiskHost(root)).software()).toMatchObject({ status: 'unavailable', cause: 'malformed' });
  });

  it('a hive that links out of the copy, a pipe or a folder is not opened', async () => {
    const other = await diskWith({ SOFTWARE: buildHive(software('4.0')) });
    const root = await diskWith({ [`${CONFIG}/SYSTEM/x`]: '' });
    await symlink(join(other, 'SOFTWARE'), join(root, CONFIG, 'SOFTWARE'));
    const host = await copiedDiskHost(root);
    expect(await host.software()).toMatchObject({ status: 'unavailable' });
    expect(await host.services()).toMatchObject({ status: 'unavailable', cause: 'malformed' });
    await rm(join(root, CONFIG, 'SOFTWARE'));
    await execa('mkfifo', [join(root, CONFIG, 'SOFTWARE')]);
    expect(await host.software()).toMatchObject({ status: 'unavailable', cause: 'malformed' });
  });

  it('a link inside the copy is followed inside the copy', async () => {
    const root = await diskWith({ 'C/old/config/SOFTWARE': buildHive(software('4.0')), 'C/Windows/x': '' });
    await mkdir(join(root, 'C/Windows/System32'));
    await rename(join(root, 'C/old/config'), join(root, 'C/config'));
    await symlink('/C/config', join(root, CONFIG));
    expect(await (await copiedDiskHost(root)).software()).toMatchObject({ status: 'read' });
  });
});
