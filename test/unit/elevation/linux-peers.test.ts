import { once } from 'node:events';
import { chmod, link, mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it, onTestFinished } from 'vitest';
import { callerUid, checkFront } from '../../../main/elevation/linux/front-check.ts';
import { isVouchedFor, leaveVoucher } from '../../../main/elevation/linux/voucher.ts';
import { newFolder } from '../practice/practice-bench.ts';
import { failureOf } from '../run/run-bench.ts';

const ME = process.getuid?.() ?? 0;
const notVerified = { code: 'front-not-verified', exitCode: 15 };

/** A private folder with a socket in it, on which this process listens. */
async function meetingPlace(): Promise<{ folder: string; address: string; stop(): void }> {
  const folder = join(await newFolder(), 'private');
  await mkdir(folder, { mode: 0o700 });
  const address = join(folder, 'a'.repeat(32));
  const server = createServer().listen(address);
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  return { folder, address, stop: () => server.close() };
}

describe.skipIf(process.platform !== 'linux')('the helper looks who it is to talk to', () => {
  it('and goes on where the program that started it listens in a private folder of the caller', async () => {
    await checkFront((await meetingPlace()).address, ME);
  });

  it('not where others can enter the folder', async () => {
    const { folder, address } = await meetingPlace();
    await chmod(folder, 0o755);
    expect(await failureOf(checkFront(address, ME))).toEqual(notVerified);
  });

  it('not where the folder belongs to another user than the one the system asked', async () => {
    expect(await failureOf(checkFront((await meetingPlace()).address, ME + 1))).toEqual(notVerified);
  });

  it('not where the folder is a link', async () => {
    const { folder, address } = await meetingPlace();
    await rename(folder, `${folder}-moved`);
    await symlink(`${folder}-moved`, folder);
    expect(await failureOf(checkFront(address, ME))).toEqual(notVerified);
  });

  it('not where nobody listens any more', async () => {
    const { address, stop } = await meetingPlace();
    stop();
    expect(await failureOf(checkFront(address, ME))).toEqual(notVerified);
    await writeFile(address, '');
    expect(await failureOf(checkFront(address, ME))).toEqual(notVerified);
  });

  it('not where a program listens that did not start it', async () => {
    const folder = join(await newFolder(), 'private');
    await mkdir(folder, { mode: 0o700 });
    const address = join(folder, 'b'.repeat(32));
    const script = "require('net').createServer().listen(process.argv[1], () => console.log('listens'))";
    const stranger = execa(process.execPath, ['-e', script, address], { reject: false });
    onTestFinished(() => {
      stranger.kill();
    });
    await once(stranger.stdout as NodeJS.ReadableStream, 'data');
    expect(await failureOf(checkFront(address, ME))).toEqual(notVerified);
  });
});

describe('whom the system asked', () => {
  it.each([
    [{ PKEXEC_UID: '1000' }, 1000],
    [{ SUDO_UID: '1001' }, 1001],
    [{ SUDO_UID: '1001', PKEXEC_UID: '1000' }, 1001],
    [{}, ME],
  ])('%j', (environment, uid) => {
    expect(callerUid(environment)).toBe(uid);
  });

  it.each(['', '-1', '1e3', 'root', '0x0'])('a number that is none ("%s") is not guessed at', (said) => {
    expect(() => callerUid({ PKEXEC_UID: said })).toThrow('not started by the program in front of you');
  });
});

describe.skipIf(ME !== 0)('the voucher of a helper that is root', () => {
  const voucher = { nonce: '0'.repeat(32), pid: 4242, secretKey: 'AAAA' };

  it('is found by the front, and is for this process, this key and this meeting only', async () => {
    const { address } = await meetingPlace();
    expect(await isVouchedFor(address, voucher)).toBe(false);
    await leaveVoucher(address, ME, voucher);
    expect(await isVouchedFor(address, voucher)).toBe(true);
    for (const changed of [{ nonce: '1'.repeat(32) }, { pid: 4243 }, { secretKey: 'AAAB' }]) {
      expect(await isVouchedFor(address, { ...voucher, ...changed })).toBe(false);
    }
  });

  it('is worth nothing where another user made it, or where it is a link or a second name', async () => {
    const { folder, address } = await meetingPlace();
    await leaveVoucher(address, ME, voucher);
    const made = `${address}.helper`;
    await link(made, join(folder, 'second'));
    expect(await isVouchedFor(address, voucher)).toBe(false);
    await rename(made, join(folder, 'third'));
    await symlink(join(folder, 'third'), made);
    expect(await isVouchedFor(address, voucher)).toBe(false);
    const other = await meetingPlace();
    await leaveVoucher(other.address, ME, voucher);
    await execa('chown', ['65534', `${other.address}.helper`]);
    expect(await isVouchedFor(other.address, voucher)).toBe(false);
  });

  it('is not written where the folder was exchanged for a link or for one of another user', async () => {
    const { folder, address } = await meetingPlace();
    await expect(leaveVoucher(address, ME + 1, voucher)).rejects.toThrow('exchanged');
    await rename(folder, `${folder}-moved`);
    await symlink(`${folder}-moved`, folder);
    await expect(leaveVoucher(address, ME, voucher)).rejects.toThrow();
  });
});
