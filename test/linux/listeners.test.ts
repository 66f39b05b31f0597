import { createSocket } from 'node:dgram';
import { connect, createServer, type Server } from 'node:net';
import { execa } from 'execa';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { linuxHost } from '../../main/host/linux/linux-host.ts';
import { decodeAddress, parseProcNet } from '../../main/host/linux/proc-net.ts';
import type { Listener } from '../../main/model/system-facts.ts';
import { describeWith } from './support/needs.ts';
import { Observer } from './support/observer.ts';

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const close of cleanUp.splice(0)) close();
});

async function listeners(): Promise<Listener[]> {
  const reading = await linuxHost().listeners();
  if (reading.status !== 'read') throw new Error(JSON.stringify(reading));
  return reading.value;
}

async function serve(host: string): Promise<{ server: Server; port: number }> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, host, resolve));
  cleanUp.push(() => server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { server, port: address.port };
}

describe('listening ports of this machine', () => {
  it.each([
    ['0.0.0.0', 'ipv4', '0.0.0.0'],
    ['127.0.0.1', 'ipv4', '127.0.0.1'],
    ['::', 'ipv6', '::'],
    ['::1', 'ipv6', '::1'],
    ['::ffff:127.0.0.1', 'ipv4', '127.0.0.1'],
  ])('a TCP server on %s is seen with the process that holds it', async (host, family, address) => {
    const { port } = await serve(host);
    expect((await listeners()).filter((listener) => listener.port === port && listener.protocol === 'tcp')).toEqual([
      { protocol: 'tcp', family, address, port, owner: { kind: 'process', pid: process.pid } },
    ]);
  });

  it('a connection is no listening port', async () => {
    const { port } = await serve('127.0.0.1');
    const client = connect(port, '127.0.0.1');
    await new Promise((resolve) => client.once('connect', resolve));
    cleanUp.push(() => client.destroy());
    expect((await listeners()).some((listener) => listener.port === client.localPort)).toBe(false);
  });

  it('a UDP socket that takes from anybody is seen, one tied to a peer is not', async () => {
    const open = createSocket('udp4');
    const tied = createSocket('udp4');
    cleanUp.push(
      () => open.close(),
      () => tied.close(),
    );
    await new Promise<void>((resolve) => open.bind(0, '127.0.0.1', resolve));
    await new Promise<void>((resolve) => tied.connect(open.address().port, '127.0.0.1', resolve));
    const seen = (await listeners()).filter(({ protocol }) => protocol === 'udp');
    expect(seen).toContainEqual({
      ...{ protocol: 'udp', family: 'ipv4', address: '127.0.0.1', port: open.address().port },
      owner: { kind: 'process', pid: process.pid },
    });
    expect(seen.some((listener) => listener.port === tied.address().port)).toBe(false);
  });

  it('a port held by two processes is reported for both', async () => {
    const { server, port } = await serve('127.0.0.1');
    // The child gets the same socket as its input.
    const handle = (server as unknown as { _handle: { fd: number } })._handle;
    const child = execa('/bin/sleep', ['60'], {
      stdin: handle.fd as 0,
      stdout: 'ignore',
      stderr: 'ignore',
      reject: false,
    });
    cleanUp.push(() => child.kill());
    const owners = (await listeners()).filter((listener) => listener.port === port).map(({ owner }) => owner);
    expect(owners).toHaveLength(2);
    expect(owners).toContainEqual({ kind: 'process', pid: process.pid });
    expect(owners).toContainEqual({ kind: 'process', pid: child.pid });
  });

  it('this process is listed with its account, its parent and its program', async () => {
    const reading = await linuxHost().processes();
    if (reading.status !== 'read') throw new Error(JSON.stringify(reading));
    expect(reading.value.find(({ pid }) => pid === process.pid)).toMatchObject({
      parentPid: process.ppid,
      imagePath: process.execPath,
      account: { id: String(process.geteuid?.()) },
    });
  });
});

describe('tables of the kernel', () => {
  it.each([
    ['0100007F', 'ipv4', '127.0.0.1'],
    ['00000000000000000000000000000000', 'ipv6', '::'],
    ['00000000000000000000000001000000', 'ipv6', '::1'],
    ['0000000000000000FFFF00000101A8C0', 'ipv4', '192.168.1.1'],
    ['B80D0120000000000000000001000000', 'ipv6', '2001:db8::1'],
    ['000080FE00000000FF005450B6AD1DFE', 'ipv6', 'fe80::5054:ff:fe1d:adb6'],
  ])('the address %s is read in the byte order of the machine', (hex, family, address) => {
    expect(decodeAddress(hex)).toEqual({ family, address });
  });

  it('a line that is not as documented never shortens the list in silence', () => {
    expect(parseProcNet('header\n 0: 0100007F:XYZ 00000000:0000 0A\n', 'tcp')).toBeNull();
  });
});

describeWith(['setpriv'], 'an ordinary account', () => {
  let observer: Observer;
  beforeAll(async () => {
    observer = await Observer.make();
  });
  afterAll(() => observer.remove());
  const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];

  it('missing rights are told, and never look like an empty machine', async () => {
    const { port } = await serve('127.0.0.1');
    const facts = await observer.look(asNobody, 'firewall', 'accounts', 'listeners', 'processes');
    expect(facts.about.elevated).toBe(false);
    expect(facts.firewall).toMatchObject({ status: 'unavailable', cause: 'needs-elevation' });
    expect(facts.accounts).toMatchObject({ status: 'unavailable', cause: 'needs-elevation' });
    if (facts.listeners?.status !== 'read') throw new Error(JSON.stringify(facts.listeners));
    expect(facts.listeners.value.find((listener) => listener.port === port)?.owner.kind).toBe('unreadable');
    expect(facts.processes?.status).toBe('read');
  });

  it('hidden processes of others are told, and never look like few processes', async () => {
    const hidden = [
      'unshare',
      '-m',
      'bash',
      '-c',
      'mount -t proc -o hidepid=2 proc /proc && exec "$@"',
      'bash',
      ...asNobody,
    ];
    const facts = await observer.look(hidden, 'processes', 'listeners');
    expect(facts.processes).toMatchObject({ status: 'unavailable', cause: 'needs-elevation' });
  });
});
