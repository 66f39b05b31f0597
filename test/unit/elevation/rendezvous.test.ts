import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openRendezvous } from '../../../main/elevation/rendezvous.ts';
import { newFolder } from '../practice/practice-bench.ts';
import { failureOf } from '../run/run-bench.ts';

/** Whether somebody who knocks is let in and greeted, or turned away. */
async function knock(address: string): Promise<'let in' | 'turned away'> {
  const socket = connect(address);
  onTestFinished(() => {
    socket.destroy();
  });
  const away = 'turned away' as const;
  return Promise.race([
    once(socket, 'data').then(
      () => 'let in' as const,
      () => away,
    ),
    once(socket, 'close').then(
      () => away,
      () => away,
    ),
  ]);
}

function temporaryFolder(path: string): void {
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = path;
  onTestFinished(() => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  });
}

describe('the place where front and helper meet', () => {
  it('is a folder only this user can enter, with a name nobody can guess', async () => {
    const one = await openRendezvous();
    const other = await openRendezvous();
    expect((await stat(dirname(one.address))).mode & 0o777).toBe(0o700);
    expect(one.address.split('/').at(-1)).toMatch(/^[0-9a-f]{32}$/);
    expect(one.nonce).toMatch(/^[0-9a-f]{32}$/);
    expect(one.nonce).not.toBe(other.nonce);
    expect(one.address).not.toBe(other.address);
    await one.close();
    await other.close();
  });

  it('takes one connection, turns the second away, and is gone afterwards', async () => {
    const rendezvous = await openRendezvous();
    const first = connect(rendezvous.address);
    const socket = await rendezvous.connected;
    expect(await knock(rendezvous.address)).toBe('turned away');
    await rendezvous.close();
    expect(existsSync(dirname(rendezvous.address))).toBe(false);
    first.destroy();
    socket.destroy();
  });

  it('turns away all but one of those that knock at the same moment', async () => {
    const rendezvous = await openRendezvous();
    const knocking = Array.from({ length: 5 }, () => knock(rendezvous.address));
    const inside = await rendezvous.connected;
    inside.write('Come in.');
    const answers = await Promise.all(knocking);
    expect(answers.filter((answer) => answer === 'let in')).toHaveLength(1);
    inside.destroy();
    await rendezvous.close();
  });

  it('leaves nothing behind where nobody came', async () => {
    const rendezvous = await openRendezvous();
    await rendezvous.close();
    expect(existsSync(dirname(rendezvous.address))).toBe(false);
    expect(await knock(rendezvous.address)).toBe('turned away');
  });

  it('that cannot be made is a failure with a next step, not a crash, and leaves nothing behind', async () => {
    const folder = join(await newFolder(), 'a-long-name-'.repeat(12));
    await mkdir(folder);
    temporaryFolder(folder);
    expect(await failureOf(openRendezvous())).toEqual({ code: 'helper-unreachable', exitCode: 15 });
    expect(await readdir(folder)).toEqual([]);
  });
});
