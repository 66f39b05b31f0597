import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDpkgStatus } from '../../main/host/linux/dpkg-status.ts';
import { linuxCopyHost } from '../../main/host/linux/linux-copy-host.ts';
import { linuxHost } from '../../main/host/linux/linux-host.ts';
import { describeWith } from './support/needs.ts';

const SPEC = `Name: lab-control-software
Version: 1.4.1
Release: 7
Summary: A control software made for this test
License: none
Vendor: Test Vendor
BuildArch: noarch
%description
None.
%files
`;

describeWith(['rpm', 'rpmbuild'], 'rpm', () => {
  let scratch: string;
  let disk: string;
  let packageFile: string;

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'ucs-rpm-test-'));
    disk = join(scratch, 'disk');
    await mkdir(join(disk, 'etc'), { recursive: true });
    await writeFile(join(scratch, 'lab.spec'), SPEC);
    const home = { env: { HOME: scratch } };
    await execa('rpmbuild', ['-bb', '--define', `_topdir ${scratch}/build`, join(scratch, 'lab.spec')], home);
    packageFile = join(scratch, 'build/RPMS/noarch/lab-control-software-1.4.1-7.noarch.rpm');
    await execa('rpm', ['--root', disk, '--dbpath', '/var/lib/rpm', '--initdb'], home);
    await execa(
      'rpm',
      ['--root', disk, '--dbpath', '/var/lib/rpm', '-i', '--nodeps', '--ignorearch', packageFile],
      home,
    );
  }, 60_000);
  afterAll(() => rm(scratch, { recursive: true, force: true }));

  async function digests(folder: string) {
    const names = (await readdir(folder)).sort();
    const files = names.map(async (name) =>
      createHash('sha256')
        .update(await readFile(join(folder, name)))
        .digest('hex'),
    );
    return { names, files: await Promise.all(files) };
  }

  it('packages on a copied disk are read, and nothing is written to the copy', async () => {
    const before = await digests(join(disk, 'var/lib/rpm'));
    const software = await (await linuxCopyHost(disk)).software();
    expect(software).toMatchObject({
      status: 'read',
      value: [{ name: 'lab-control-software', version: '1.4.1', publisher: 'Test Vendor' }],
    });
    expect(await digests(join(disk, 'var/lib/rpm'))).toEqual(before);
  });

  it('a broken database never looks like a machine without software', async () => {
    const broken = join(scratch, 'broken');
    await mkdir(join(broken, 'var/lib/rpm'), { recursive: true });
    await writeFile(join(broken, 'var/lib/rpm/rpmdb.sqlite'), 'this is no database');
    expect(await (await linuxCopyHost(broken)).software()).toMatchObject({
      status: 'unavailable',
      cause: 'tool-failed',
    });
  });

  it('an installer package is measured and named, and never called signed', async () => {
    const bytes = await readFile(packageFile);
    expect(await linuxHost().installerFile(packageFile)).toMatchObject({
      status: 'read',
      value: {
        kind: 'rpm',
        size: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        productName: 'lab-control-software',
        version: '1.4.1',
        signer: null,
      },
    });
  });
});

describe('installer files', () => {
  it('a file that is not there, or no file at all, is told', async () => {
    expect(await linuxHost().installerFile('/nowhere/setup.rpm')).toMatchObject({
      status: 'unavailable',
      cause: 'not-known',
    });
    expect(await linuxHost().installerFile('/dev/zero')).toMatchObject({ status: 'unavailable', cause: 'malformed' });
  });
});

describe('dpkg', () => {
  it('removed packages do not count as installed, half-installed ones do', () => {
    const status = (name: string, state: string, version: string) =>
      `Package: ${name}\nStatus: install ok ${state}\nMaintainer: Somebody\nVersion: ${version}\n`;
    const text = [
      status('whole', 'installed', '2:1.4.1-3+deb12u1'),
      status('gone', 'config-files', '1.0'),
      status('half', 'half-configured', '1.6.0'),
    ].join('\n');
    expect(parseDpkgStatus(text)).toEqual([
      { name: 'whole', version: '1.4.1', publisher: 'Somebody' },
      { name: 'half', version: '1.6.0', publisher: 'Somebody' },
    ]);
  });
});
