import { chmod, mkdir, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { copiedDiskHost } from '../../../main/host/copied-disk.ts';
import type { Host, RunFolderOnDisk } from '../../../main/host/host.ts';
import { diskWith, executable, MISEQ_PARAMETERS } from './disk.ts';

const RUN = 'D/Illumina/MiSeqTemp/260101_M00000_0001_000000000-AAAAA';

async function runFolders(host: Host): Promise<RunFolderOnDisk[]> {
  const reading = await host.runFolders();
  if (reading.status !== 'read') throw new Error(JSON.stringify(reading));
  return reading.value;
}

/** Every fact of a host, by name. */
async function everyFact(host: Host) {
  return {
    operatingSystem: await host.operatingSystem(),
    machineId: await host.machineId(),
    bootId: await host.bootId(),
    clock: await host.clock(),
    software: await host.software(),
    services: await host.services(),
    processes: await host.processes(),
    listeners: await host.listeners(),
    firewall: await host.firewall(),
    accounts: await host.accounts(),
    session: await host.session(),
    fileVersions: await host.fileVersions(),
    runFolders: await host.runFolders(),
    outputPlaces: await host.outputPlaces(),
    pendingReboot: await host.pendingReboot(),
  };
}

const LIVE_ONLY = ['bootId', 'clock', 'processes', 'listeners', 'session'] as const;

describe('choosing what a folder is', () => {
  it('a folder that is not there, or a file, is wrong use with a next step', async () => {
    const root = await diskWith({ file: 'x' });
    for (const path of [join(root, 'nowhere'), join(root, 'file')]) {
      await expect(copiedDiskHost(path)).rejects.toMatchObject({ code: 'copied-disk-not-found', exitCode: 2 });
    }
  });

  it('an empty folder tells nothing, so nothing can be called not affected', async () => {
    const host = await copiedDiskHost(await diskWith());
    for (const [name, fact] of Object.entries(await everyFact(host))) {
      expect({ name, fact }).toMatchObject({ name, fact: { status: 'unavailable', cause: 'not-known' } });
    }
    expect(host.about).toMatchObject({ live: false, changeable: false, practice: false });
  });

  it('a folder that only holds run folders is still read for them', async () => {
    const host = await copiedDiskHost(await diskWith({ 'backup/runs/one/RunParameters.xml': MISEQ_PARAMETERS }));
    expect(await runFolders(host)).toMatchObject([{ path: '/backup/runs/one' }]);
    expect(await host.software()).toMatchObject({ status: 'unavailable', cause: 'not-known' });
  });

  it.each([
    ['C/Windows/x', 'windows-copy'],
    ['d/x', 'windows-copy'],
    ['etc/os-release', 'linux-copy'],
    ['usr/lib/x', 'linux-copy'],
  ])('%s makes it a %s', async (path, kind) => {
    expect((await copiedDiskHost(await diskWith({ [path]: '' }))).about.kind).toBe(kind);
  });

  it.each(['C/x', 'etc/os-release'])('a copy with %s never says what runs now', async (path) => {
    const facts = await everyFact(await copiedDiskHost(await diskWith({ [path]: '' })));
    for (const name of LIVE_ONLY) expect(facts[name]).toMatchObject({ status: 'unavailable', cause: 'copied-disk' });
    for (const name of ['services', 'firewall', 'pendingReboot'] as const)
      expect(facts[name].status).toBe('unavailable');
  });
});

describe('copied Windows disk', () => {
  it('a MiSeq run folder is found with its record, its files and their times', async () => {
    const root = await diskWith({ [`${RUN}/runParameters.xml`]: MISEQ_PARAMETERS, [`${RUN}/RTAComplete.txt`]: '' });
    const at = new Date('2026-01-02T03:04:05.000Z');
    await utimes(join(root, RUN, 'RTAComplete.txt'), at, at);
    const [folder, ...others] = await runFolders(await copiedDiskHost(root));
    expect(others).toEqual([]);
    expect(folder).toMatchObject({
      path: 'D:\\Illumina\\MiSeqTemp\\260101_M00000_0001_000000000-AAAAA',
      parameters: { status: 'read', value: MISEQ_PARAMETERS },
      info: null,
    });
    expect(folder?.files).toContainEqual({ name: 'RTAComplete.txt', modifiedAt: at.toISOString() });
  });

  it.each([
    'c/illumina/miseqtemp/run/RUNPARAMETERS.XML',
    'C/ProgramData/Illumina/NovaSeq/NovaSeqTemp/run/RunParameters.xml',
    'D/Illumina/iScan Control Software/DataOutput/run/RunInfo.xml',
    'D/Illumina/NextSeq Control Software Temp/run/RunInfo.xml',
    'Z/outputfolder/run/RunParameters.xml',
  ])('no known folder is missed: %s', async (path) => {
    expect(await runFolders(await copiedDiskHost(await diskWith({ [path]: '<x/>' })))).toHaveLength(1);
  });

  it('a broken record file is handed on as it is, to be named as broken', async () => {
    const [folder] = await runFolders(
      await copiedDiskHost(await diskWith({ [`${RUN}/RunInfo.xml`]: '<RunInfo><Run' })),
    );
    expect(folder?.info).toMatchObject({ status: 'read', value: '<RunInfo><Run' });
  });

  it('a record file that is too large is told, not loaded', async () => {
    const root = await diskWith({ [`${RUN}/RunParameters.xml`]: '' });
    await truncate(join(root, RUN, 'RunParameters.xml'), 5 * 1024 * 1024);
    const [folder] = await runFolders(await copiedDiskHost(root));
    expect(folder?.parameters).toMatchObject({ status: 'unavailable', cause: 'too-large' });
  });

  it('versions come from the fixed numbers of executables; what cannot be read is named', async () => {
    const programs = 'C/Program Files/Illumina/MiSeq Control Software';
    const root = await diskWith({
      [`${programs}/MiSeqControl.exe`]: executable([4, 0, 0, 1769], 'MiSeq Control Software'),
      [`${programs}/plain.EXE`]: executable(null),
      [`${programs}/broken.exe`]: 'MZ and then nothing',
      'C/Program Files (x86)/illumina/bin/tool.exe': executable([1, 2, 3, 4]),
    });
    const reading = await (await copiedDiskHost(root)).fileVersions();
    expect(reading).toMatchObject({
      status: 'read',
      value: [
        {
          path: 'C:\\Program Files\\Illumina\\MiSeq Control Software\\MiSeqControl.exe',
          fileVersion: '4.0.0.1769',
          productVersion: '4.0.0.1769',
          productName: 'MiSeq Control Software',
        },
        { fileVersion: '1.2.3.4', productName: null },
      ],
    });
    expect(reading.source).toContain('1 executable(s) could not be read');
    expect(reading.source).toContain('broken.exe');
  });

  it('a disk with only unreadable executables is not a disk without programs', async () => {
    const root = await diskWith({ 'C/Illumina/x.exe': 'no program' });
    expect(await (await copiedDiskHost(root)).fileVersions()).toMatchObject({
      status: 'unavailable',
      cause: 'malformed',
    });
  });
});

describe('copied Linux disk', () => {
  it('system, machine id, packages and runs are read from the copy, not from this machine', async () => {
    const root = await diskWith({
      'usr/lib/os-release': 'NAME="CentOS Linux"\nVERSION_ID="7"\n',
      'etc/machine-id': `${'0123456789abcdef'.repeat(2)}\n`,
      'var/lib/dpkg/status': 'Package: lab\nStatus: install ok installed\nVersion: 1.4.1-2\n',
      'usr/local/illumina/runs/run1/RunParameters.xml': '<RunParameters/>',
      'usr/local/Illumina/runs/group/run2/RunInfo.xml': '<RunInfo/>',
    });
    await symlink('/usr/lib/os-release', join(root, 'etc/os-release'));
    const host = await copiedDiskHost(root);
    expect(await host.operatingSystem()).toMatchObject({
      value: { family: 'linux', name: 'CentOS Linux', version: '7' },
    });
    expect(await host.machineId()).toMatchObject({ value: '0123456789abcdef0123456789abcdef' });
    expect(await host.software()).toMatchObject({ value: [{ name: 'lab', version: '1.4.1' }] });
    expect((await runFolders(host)).map(({ path }) => path)).toEqual([
      '/usr/local/illumina/runs/run1',
      '/usr/local/Illumina/runs/group/run2',
    ]);
  });

  it('a disk without package databases is not a disk without software', async () => {
    const host = await copiedDiskHost(await diskWith({ 'etc/hostname': 'x' }));
    expect(await host.software()).toMatchObject({ status: 'unavailable', cause: 'not-known' });
  });
});

describe('hostile copies', () => {
  it('no link leads out of the copy', async () => {
    const secret = await diskWith({ 'etc/machine-id': `${'f'.repeat(32)}\n`, 'run/RunInfo.xml': '<secret/>' });
    const root = await diskWith({ 'etc/hostname': '', 'usr/local/illumina/x': '' });
    await symlink(join(secret, 'etc/machine-id'), join(root, 'etc/machine-id'));
    await symlink(`../../../../../../../../..${secret}`, join(root, 'usr/local/illumina/runs'));
    const host = await copiedDiskHost(root);
    expect(await host.machineId()).toMatchObject({ status: 'unavailable' });
    expect(await runFolders(host)).toEqual([]);
  });

  it('links in a circle, waiting pipes and devices do not hold it up', async () => {
    const root = await diskWith({ 'etc/hostname': '', [`${'usr/local/illumina/runs'}/run/RunInfo.xml`]: '<x/>' });
    const runs = join(root, 'usr/local/illumina/runs');
    await symlink('loop', join(runs, 'loop'));
    await symlink('..', join(runs, 'up'));
    await symlink('.', join(runs, 'here'));
    await execa('mkfifo', [join(runs, 'run', 'RunParameters.xml'), join(root, 'etc/machine-id')]);
    const host = await copiedDiskHost(root);
    expect(await host.machineId()).toMatchObject({ status: 'unavailable', cause: 'malformed' });
    const [folder, ...others] = await runFolders(host);
    expect(others).toEqual([]);
    expect(folder?.parameters).toMatchObject({ status: 'unavailable', cause: 'malformed' });
  });

  it('thousands of run folders end in a bound, and the fact says so', async () => {
    const root = await diskWith({ 'D/x': '' });
    for (let i = 0; i < 2_005; i += 1) {
      await mkdir(join(root, 'D/Illumina/MiSeqTemp', `run${i}`), { recursive: true });
      await writeFile(join(root, 'D/Illumina/MiSeqTemp', `run${i}`, 'RunInfo.xml'), '<x/>');
    }
    const reading = await (await copiedDiskHost(root)).runFolders();
    expect(reading).toMatchObject({ status: 'read' });
    expect(reading.status === 'read' && reading.value).toHaveLength(2_000);
    expect(reading.source).toContain('stopped after 2000 run folders');
  });

  it('a folder with more entries than are looked at is told', async () => {
    const root = await diskWith({ 'usr/local/illumina/runs/run/RunInfo.xml': '<x/>' });
    const big = join(root, 'usr/local/illumina/runs/run');
    await execa('bash', ['-c', 'cd "$1" && touch f{1..10005}', 'bash', big]);
    const reading = await (await copiedDiskHost(root)).runFolders();
    expect(JSON.stringify(reading)).toContain('more entries than are looked at');
  });

  it('an impossible file time does not break the observation', async () => {
    const root = await diskWith({ [`${RUN}/RunInfo.xml`]: '<x/>' });
    await execa('touch', ['-d', '9999-12-31T23:59:59Z', join(root, RUN, 'RunInfo.xml')]);
    const [folder] = await runFolders(await copiedDiskHost(root));
    expect(folder?.changedAt).toMatch(/^9999-|^2[0-9]{3}-/);
  });

  it.skipIf(process.geteuid?.() === 0)('a folder that may not be read is told', async () => {
    const root = await diskWith({ 'usr/local/illumina/runs/x/RunInfo.xml': '<x/>' });
    await chmod(join(root, 'usr/local/illumina/runs'), 0);
    const reading = await (await copiedDiskHost(root)).runFolders();
    await chmod(join(root, 'usr/local/illumina/runs'), 0o755);
    expect(reading).toMatchObject({ status: 'unavailable', cause: 'needs-elevation' });
    await rm(root, { recursive: true });
  });
});
