import { chmod, link, mkdir, mkdtemp, realpath, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ConfinedTree } from '../../main/host/confined-tree.ts';
import { readFileDigest } from '../../main/host/file-digest.ts';
import { walkFiles } from '../../main/host/file-walk.ts';
import { nfsExports, readFileShares, sambaShares } from '../../main/host/linux/network/file-shares.ts';
import { judgeRemoteDesktop } from '../../main/host/linux/network/remote-desktop.ts';
import { parseEstablished } from '../../main/host/linux/proc-net.ts';
import { readAccountChanges } from '../../main/host/linux/signs/account-changes.ts';
import { readLogGaps } from '../../main/host/linux/signs/log-gaps.ts';
import { packageOwnership, parseDpkgSearch, parseRpmOwners } from '../../main/host/linux/signs/package-owner.ts';
import { readProgramFolderFiles } from '../../main/host/linux/signs/program-folder.ts';
import { readRecentExecutables } from '../../main/host/linux/signs/recent-executables.ts';
import { readServiceChanges } from '../../main/host/linux/signs/service-changes.ts';
import { read, unavailable, whenRead } from '../../main/model/fact.ts';
import { sha256 } from '../../main/model/json.ts';
import type { Listener, Process } from '../../main/model/system-facts.ts';
import { describeWith } from './support/needs.ts';
import { Observer } from './support/observer.ts';
import { PrivateNetwork } from './support/private-network.ts';

const DAY_MS = 86_400_000;
const YEARS_LATER = new Date(Date.now() + 400 * DAY_MS);
const made: string[] = [];
let folder: string;

beforeEach(async () => {
  // Resolved, because readers name files by where they really lie.
  folder = await realpath(await mkdtemp(join(tmpdir(), 'ucs-signs-')));
  made.push(folder);
});
afterAll(async () => {
  for (const each of made) await rm(each, { recursive: true, force: true });
});

async function put(name: string, content = 'x', mode = 0o644): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
  await chmod(path, mode);
  return path;
}

describe('programs in run and temp folders', () => {
  const look = async (now = new Date()) =>
    whenRead(await readRecentExecutables({ temp: [join(folder, 'tmp')], runs: [join(folder, 'runs')] }, now));

  it('are found by first bytes wherever they lie, and by the right to be started in temp folders', async () => {
    const expected = [
      await put('tmp/a', '\x7fELF and more'),
      await put('tmp/deep/er/b', '#!/bin/sh\n'),
      await put('tmp/c', 'no first line', 0o755),
      await put('runs/run1/d.exe', 'MZ'),
    ];
    await put('tmp/text', 'just text');
    await put('runs/run1/data.bcl', 'data', 0o777);
    expect((await look())?.files.map(({ path }) => path).sort()).toEqual(expected.sort());
  });

  it('that claim to be old are found all the same: the time of modification can be set by anybody', async () => {
    const path = await put('tmp/a', '#!/bin/sh\n');
    await utimes(path, new Date(0), new Date(0));
    expect((await look())?.files).toHaveLength(1);
    expect((await look(YEARS_LATER))?.files).toEqual([]);
  });

  it('a link out of the folder is not followed', async () => {
    await put('outside/a', '#!/bin/sh\n');
    await mkdir(join(folder, 'tmp'));
    await symlink(join(folder, 'outside'), join(folder, 'tmp/link'));
    await symlink('/bin/sh', join(folder, 'tmp/sh'));
    expect((await look())?.files).toEqual([]);
  });

  it('a search that stops says so', async () => {
    for (let n = 0; n < 5; n += 1) await put(`tmp/${n}`);
    const walk = await walkFiles([join(folder, 'tmp')], { depth: 1, entries: 3 });
    expect(walk.files).toHaveLength(3);
    expect(walk.incomplete).toEqual(['The search stopped after 3 entries.']);
  });
});

describe('files beside the program of UCS', () => {
  const empty = () => ConfinedTree.open(folder);

  it('have an unknown origin where no package knows the folder: never "from the installer"', async () => {
    await put('ucs/ucs', '\x7fELF', 0o755);
    await put('ucs/readme.txt');
    const files = whenRead(await readProgramFolderFiles(await empty(), [join(folder, 'ucs')]))?.files;
    expect(files?.map(({ executable, fromInstaller }) => [executable, fromInstaller]).sort()).toEqual([
      [false, null],
      [true, null],
    ]);
  });

  it('that are gone are unavailable, never an empty folder', async () => {
    expect(await readProgramFolderFiles(await empty(), [join(folder, 'nothing')])).toMatchObject({
      status: 'unavailable',
    });
  });
});

describe('what packages say about files', () => {
  it('dpkg: a file is owned by either of the names a merged /usr gives it, a diversion is no owner', () => {
    const paths = ['/usr/lib/systemd/system/a.service', '/usr/bin/b', '/opt/c', '/opt/d: e'];
    const text = 'a, a-common:amd64: /lib/systemd/system/a.service\ndiversion by x from: /opt/c\npkg: /opt/d: e\n';
    expect([...parseDpkgSearch(text, paths)]).toEqual(['/usr/lib/systemd/system/a.service', '/opt/d: e']);
  });

  it("rpm: only what it names as nobody's is not owned, and an error owns nothing", () => {
    const paths = ['/opt/a', '/opt/b'];
    expect(parseRpmOwners('pkg\nfile /opt/b is not owned by any package\n', paths, 1)).toEqual(new Set(['/opt/a']));
    expect(parseRpmOwners('pkg\nerror: file /opt/b: No such file\n', paths, 1)).toBeNull();
    expect(parseRpmOwners('', paths, 1)).toBeNull();
  });
});

describeWith(['dpkg-query'], 'the packages of this machine', () => {
  it('know a program of theirs, and do not know a planted file beside it', async () => {
    const owned = await packageOwnership(ConfinedTree.live(), ['/usr/bin/dpkg', join(folder, 'planted')]);
    expect([...owned.values()]).toEqual([true, false]);
  });

  it('a path that could be taken for a pattern is not asked about, and stays unknown', async () => {
    expect([...(await packageOwnership(ConfinedTree.live(), ['/usr/bin/dpk?'])).values()]).toEqual([null]);
  });
});

describe('services', () => {
  it('new units and drop-ins are named by their service, old ones and other units are not', async () => {
    await put('units/evil.service');
    await put('units/ucs.service.d/override.conf');
    await put('units/x.timer');
    const tree = await ConfinedTree.open(folder);
    const names = async (now?: Date) =>
      whenRead(await readServiceChanges(tree, [join(folder, 'units')], now))
        ?.map(({ service }) => service)
        .sort();
    expect(await names()).toEqual(['evil.service', 'ucs.service']);
    expect(await names(YEARS_LATER)).toEqual([]);
    expect(await readServiceChanges(tree, [join(folder, 'none')])).toMatchObject({ cause: 'not-on-this-system' });
  });
});

describe('accounts', () => {
  it('the one date shadow keeps is given, and rubbish in its place is no date', async () => {
    const today = Math.floor(Date.now() / DAY_MS);
    const line = (name: string, day: string | number) => `${name}:$6$x:${day}:0:99999:7:::\n`;
    await put(
      'etc/shadow',
      line('new', today - 2) + line('old', today - 900) + line('must', 0) + line('none', '') + line('odd', 'x1'),
    );
    const changes = whenRead(await readAccountChanges(await ConfinedTree.open(folder)));
    expect(changes).toEqual([
      { account: 'new', change: 'created-or-password-set', at: new Date((today - 2) * DAY_MS).toISOString() },
    ]);
  });

  it('without shadow nothing is known, which is not "no change"', async () => {
    expect(await readAccountChanges(await ConfinedTree.open(folder))).toMatchObject({ status: 'unavailable' });
  });
});

describe('logs', () => {
  it('an emptied log is a gap; one with an older part beside it, or with something in it, is none', async () => {
    const emptied = await put('log/wtmp', 'entries');
    const rotated = await put('log/syslog', 'entries');
    await put('log/syslog.1', 'older');
    const written = await put('log/messages', 'entries');
    for (const path of [emptied, rotated]) {
      await truncate(path);
      // Emptied a while after it was made: where a file system keeps the time of birth, that is what tells it.
      await utimes(path, new Date(), new Date(Date.now() + 120_000));
    }
    const gaps = whenRead(await readLogGaps([emptied, rotated, written, join(folder, 'log/none')]));
    expect(gaps?.map(({ log, what }) => [log, what])).toEqual([[emptied, 'cleared']]);
  });
});

describe('digests of suspicious files', () => {
  it('are those of their bytes; what is no ordinary file has none', async () => {
    const path = await put('a', 'content');
    await link(path, join(folder, 'same'));
    await symlink(path, join(folder, 'link'));
    expect(whenRead(await readFileDigest(join(folder, 'same')))).toEqual({ size: 7, sha256: sha256('content') });
    expect(await readFileDigest(join(folder, 'link'))).toMatchObject({ status: 'unavailable' });
    expect(await readFileDigest(folder)).toMatchObject({ status: 'unavailable' });
    expect(await readFileDigest(join(folder, 'gone'))).toMatchObject({ status: 'unavailable' });
  });
});

describe('sockets', () => {
  const listens = (port: number, pid: number): Listener => ({
    protocol: 'tcp',
    family: 'ipv4',
    address: '0.0.0.0',
    port,
    owner: { kind: 'process', pid },
  });
  const runs = (pid: number, name: string): Process => ({
    pid,
    parentPid: 1,
    name,
    imagePath: null,
    description: null,
    account: null,
  });

  it.each([
    ['xrdp on any port', 40000, 'xrdp', true],
    ['the port of RDP, whoever listens', 3389, 'innocent', true],
    ['a VNC display', 5901, 'innocent', true],
    ['secure shell', 22, 'sshd', false],
  ])('remote desktop: %s', (_what, port, name, enabled) => {
    const judged = judgeRemoteDesktop(read([listens(port, 7)], 'test'), read([runs(7, name)], 'test'));
    expect(whenRead(judged)?.enabled).toBe(enabled);
  });

  it('remote desktop: unread sockets are not "off"', () => {
    const unread = unavailable('needs-elevation', 'no rights', 'test');
    expect(judgeRemoteDesktop(unread, read([], 'test'))).toMatchObject({ status: 'unavailable' });
  });

  it('connections: both ends are decoded, listening sockets are none, and a strange line spoils the table', () => {
    const head = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
    const line = (state: string) =>
      `   0: 0500000A:1388 077100CB:01BB ${state} 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0 20 4 30 10 -1\n`;
    expect(parseEstablished(head + line('01') + line('0A'))).toEqual([
      {
        family: 'ipv4',
        localAddress: '10.0.0.5',
        localPort: 5000,
        remoteAddress: '203.0.113.7',
        remotePort: 443,
        inode: '4711',
      },
    ]);
    expect(parseEstablished(`${head}rubbish\n`)).toBeNull();
  });

  it('file shares: sections with a path, exports, and what listens', async () => {
    await put('etc/samba/smb.conf', '[global]\n path = /no\n[Runs]\n  Path = /data/runs\n; [off]\n[homes]\n');
    await put('etc/exports', '# none\n/data *(ro)\n"/with space" 10.0.0.0/8(rw)\n');
    const tree = await ConfinedTree.open(folder);
    expect(whenRead(await readFileShares(tree, read([listens(445, 7)], 'test')))).toEqual([
      { name: 'Windows file sharing (SMB)', path: null, listening: true },
      { name: 'Runs', path: '/data/runs', listening: true },
      { name: 'homes', path: null, listening: true },
      { name: '/data', path: '/data', listening: false },
      { name: '/with space', path: '/with space', listening: false },
    ]);
    expect(sambaShares('')).toEqual([]);
    expect(nfsExports('')).toEqual([]);
  });
});

describeWith(['ip'], 'a network of its own', () => {
  it('shows its address, and the way out once there is one', async () => {
    const network = await PrivateNetwork.make();
    const observer = await Observer.make();
    try {
      const look = () => observer.look(network.onInstrument, 'networkInterfaces', 'defaultRoutes', 'connections');
      const before = await look();
      await network.shell('ip route add default via 10.213.7.2');
      const after = await look();
      const interfaces = before.networkInterfaces === undefined ? [] : (whenRead(before.networkInterfaces) ?? []);
      const addresses = interfaces.flatMap((one) => one.addresses.map(({ address }) => address));
      expect(addresses).toContain('10.213.7.1');
      expect(before.defaultRoutes).toMatchObject({ status: 'read', value: [] });
      expect(after.defaultRoutes).toMatchObject({ value: [{ family: 'ipv4', gateway: '10.213.7.2' }] });
      expect(before.connections).toMatchObject({ status: 'read' });
    } finally {
      await observer.remove();
      await network.remove();
    }
  });
});
