import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { AccountNames } from '../../main/host/linux/account-files.ts';
import { linuxCopyHost } from '../../main/host/linux/linux-copy-host.ts';
import { sessionOf } from '../../main/host/linux/session.ts';
import { parseUnits, serviceOf } from '../../main/host/linux/systemd-units.ts';

const made: string[] = [];
afterEach(async () => {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true, force: true });
});

const PASSWD = [
  'root:x:0:0::/root:/bin/bash',
  'ilmnadmin:x:1000:1000::/:/bin/bash',
  'ilmnuser:x:1001:1001::/:/bin/bash',
  'ucs:x:990:990::/:/sbin/nologin',
  '',
];
const FILES = {
  'etc/passwd': PASSWD.join('\n'),
  'etc/group': 'root:x:0:\nwheel:x:10:ilmnadmin\nlab:x:1001:\n',
  'etc/shadow': 'root:!:1::::::\nilmnadmin:$6$x:1::::::\nilmnuser:$6$x:1:::::1:\nucs:*:1::::::\n',
  'etc/sudoers': 'Defaults env_reset\nroot ALL=(ALL) ALL\n%wheel ALL=(ALL) ALL\n',
};

async function accounts(changes: Record<string, string> = {}) {
  const root = await mkdtemp(join(tmpdir(), 'ucs-accounts-'));
  made.push(root);
  for (const [path, text] of Object.entries({ ...FILES, ...changes })) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return (await linuxCopyHost(root)).accounts();
}

describe('accounts', () => {
  it('administrators, and who can log on, are told from the account files', async () => {
    expect(await accounts()).toMatchObject({
      status: 'read',
      value: [
        { name: 'root', id: '0', enabled: false, administrator: true },
        { name: 'ilmnadmin', enabled: true, administrator: true, administratorVia: ['wheel', 'sudoers'] },
        { name: 'ilmnuser', enabled: false, administrator: false },
        { name: 'ucs', enabled: false, administrator: false },
      ],
    });
  });

  it.each([
    ['by name', 'ilmnuser ALL=(root) NOPASSWD: /usr/bin/systemctl restart x'],
    ['by group', '%lab ALL=(ALL:ALL) ALL'],
    ['by number', '#1001 ALL=(ALL) ALL'],
    ['by alias', 'User_Alias LAB = ilmnuser, other\nLAB ALL = ALL'],
    ['over two lines', 'ilmnuser \\\n  ALL=(ALL) ALL'],
    ['as everybody', 'ALL ALL=(ALL) ALL'],
  ])('an account sudo lets do something is no standard account: %s', async (_, line) => {
    const reading = await accounts({ 'etc/sudoers': '#includedir /etc/sudoers.d\n', 'etc/sudoers.d/lab': `${line}\n` });
    if (reading.status !== 'read') throw new Error(JSON.stringify(reading));
    expect(reading.value.find(({ name }) => name === 'ilmnuser')?.administrator).toBe(true);
  });

  it('a line of sudoers that is not understood never makes a standard account', async () => {
    expect(await accounts({ 'etc/sudoers': '+netgroup ALL=(ALL) ALL\n' })).toMatchObject({
      status: 'unavailable',
      cause: 'not-known',
    });
  });
});

/** As systemd 252 prints them; there is no running systemd where these tests run. */
const UNIT = `Id=ucs.service
Description=Copy service
LoadState=loaded
ActiveState=active
UnitFileState=enabled
MainPID=77
User=ucs
DynamicUser=no
ExecStart={ path=/opt/ucs/bin/ucs ; argv[]=/opt/ucs/bin/ucs --run ; ignore_errors=no ; start_time=[n/a] ; pid=0 ; code=(null) ; status=0/0 }
ExecStartEx={ path=/opt/ucs/bin/ucs ; argv[]=/opt/ucs/bin/ucs --run ; flags= ; start_time=[n/a] ; pid=0 ; code=(null) ; status=0/0 }
`;

describe('systemd units, from recorded output', () => {
  const names = new AccountNames([
    { name: 'root', uid: '0', gid: '0', shell: '' },
    { name: 'ucs', uid: '990', gid: '990', shell: '' },
  ]);
  const service = (text: string) => parseUnits(text).map((unit) => serviceOf(unit, names))[0];

  it('a unit is read with its account, program, state and process', () => {
    expect(service(UNIT)).toEqual({
      name: 'ucs.service',
      displayName: 'Copy service',
      imagePath: '/opt/ucs/bin/ucs',
      account: { name: 'ucs', id: '990', kind: 'user' },
      state: 'running',
      startType: 'automatic',
      pid: 77,
    });
  });

  it.each([
    ['no account is named', UNIT.replace('User=ucs', 'User='), 'root'],
    ['the account is number 0', UNIT.replace('User=ucs', 'User=0'), 'root'],
    ['the command runs with full rights', UNIT.replace('flags= ', 'flags=privileged '), 'root'],
    ['the account is made at start', UNIT.replace('DynamicUser=no', 'DynamicUser=yes'), 'virtual'],
    ['the account is not known', UNIT.replace('User=ucs', 'User=ldapuser'), 'unknown'],
  ])('root is not overlooked: %s', (_, text, kind) => {
    expect(service(text)?.account?.kind).toBe(kind);
  });

  it('a unit that merely does not start at boot never counts as disabled', () => {
    expect(service(UNIT.replace('UnitFileState=enabled', 'UnitFileState=disabled'))?.startType).toBe('manual');
    expect(service(UNIT.replace('UnitFileState=enabled', 'UnitFileState=masked'))?.startType).toBe('disabled');
    expect(service(UNIT.replace('UnitFileState=enabled', 'UnitFileState=masked-runtime'))?.startType).toBe('unknown');
  });

  it('only somebody in front of a session counts as logged in', () => {
    const account = (uid: string) => names.forUid(uid);
    expect(sessionOf('User=0\nRemote=yes\nActive=yes\nClass=user\n', account)).toMatchObject({ kind: 'remote' });
    expect(sessionOf('User=990\nRemote=no\nActive=yes\nClass=greeter\n', account)).toBeNull();
  });
});
