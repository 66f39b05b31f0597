import { describe, expect, it } from 'vitest';
import { whenRead } from '../../../main/model/fact.ts';
import { sha256 } from '../../../main/model/json.ts';
import { type Bench, practiceBench } from './practice-bench.ts';

const STICK = 'E:\\UCS Update\\';
const UCS = 'Illumina Universal Copy Service';
const OLD = '2.3.0.100';
const NEW = '2.9.0.1000';

async function run(bench: Bench, name: string): Promise<number> {
  const { path } = await bench.changes.stageInstaller(`${STICK}${name}`);
  return (await bench.changes.runInstaller(path, [])).exitCode;
}

async function openSockets(bench: Bench): Promise<string[]> {
  const listeners = whenRead(await bench.host.listeners()) ?? [];
  return listeners.map(({ address, port }) => `${address} ${port}`).filter((text) => /^(0\.0\.0\.0|::) /.test(text));
}

describe('installers of a practice instrument', () => {
  it('0: the update is in place at once, with loopback sockets and a small account', async () => {
    const bench = await practiceBench('miseq-4.0-ruo');
    expect(await run(bench, 'UCS-Setup.exe')).toBe(0);
    expect(await bench.software(UCS)).toBe(NEW);
    expect(await openSockets(bench)).toEqual([]);
    expect((await bench.service('PracticeUcs')).runsAs).toBe('NT AUTHORITY\\LocalService');
  });

  it('3010: nothing is better before the restart, and the pending restart is reported', async () => {
    const bench = await practiceBench('miseq-4.0-ruo');
    expect(await run(bench, 'UCS-Setup-restart.exe')).toBe(3010);
    expect(await bench.software(UCS)).toBe(OLD);
    expect(await openSockets(bench)).not.toEqual([]);
    expect(whenRead(await bench.host.pendingReboot())?.pending).toBe(true);

    await bench.host.reboot();
    expect(await bench.software(UCS)).toBe(NEW);
    expect(await openSockets(bench)).toEqual([]);
    expect((await bench.service('PracticeUcs')).runsAs).toBe('NT AUTHORITY\\LocalService');
    expect(whenRead(await bench.host.pendingReboot())?.pending).toBe(false);
  });

  it.each([
    ['UCS-Setup-cancelled.exe', 1602],
    ['UCS-Setup-fails.exe', 1603],
  ])('%s ends with %i and changes nothing on the instrument', async (name, exitCode) => {
    const bench = await practiceBench('miseq-4.0-ruo');
    expect(await run(bench, name)).toBe(exitCode);
    expect(await bench.software(UCS)).toBe(OLD);
    expect(await openSockets(bench)).not.toEqual([]);
  });

  it('1618: another installer runs at first, the second attempt succeeds and later ones do too', async () => {
    const bench = await practiceBench('miseq-4.0-ruo');
    expect(await run(bench, 'UCS-Setup-busy.exe')).toBe(1618);
    expect(await bench.software(UCS)).toBe(OLD);
    expect(await run(bench, 'UCS-Setup-busy.exe')).toBe(0);
    expect(await bench.software(UCS)).toBe(NEW);
    expect(await run(bench, 'UCS-Setup-busy.exe')).toBe(0);
  });

  it('tells an unsigned file and one signed by somebody else from a signed one', async () => {
    const { host } = await practiceBench('miseq-4.0-ruo');
    const signer = async (name: string) => whenRead(await host.installerFile(`${STICK}${name}`))?.signer?.organisation;
    expect(await signer('UCS-Setup.exe')).toBe('Practice Publisher');
    expect(await signer('UCS-Setup-unsigned.exe')).toBeUndefined();
    expect(await signer('UCS-Setup-other-signer.exe')).toBe('Somebody Else (practice)');
  });

  it('does not run a staged file that somebody altered, and shows another digest and no signature for it', async () => {
    const bench = await practiceBench('miseq-4.0-ruo');
    await bench.edit({ switches: { stagedFileAltered: true } });
    const staged = await bench.changes.stageInstaller(`${STICK}UCS-Setup.exe`);
    const file = whenRead(await bench.host.installerFile(staged.path));
    expect(file?.sha256).not.toBe(staged.sha256);
    expect(file?.signer).toBeNull();
    await expect(bench.changes.runInstaller(staged.path, [])).rejects.toMatchObject({ code: 'tool-failed' });
    expect(await bench.software(UCS)).toBe(OLD);
  });

  it('runs nothing that was not staged', async () => {
    const { changes } = await practiceBench('miseq-4.0-ruo');
    await expect(changes.runInstaller(`${STICK}UCS-Setup.exe`, [])).rejects.toMatchObject({ code: 'not-found' });
    await expect(changes.stageInstaller(`${STICK}missing.exe`)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('a staged copy that is discarded leaves the instrument as it was, byte for byte', async () => {
    const bench = await practiceBench('miseq-4.0-ruo');
    const before = await bench.bytes();
    const { path, sha256: digest } = await bench.changes.stageInstaller(`${STICK}UCS-Setup.exe`);
    expect(digest).toBe(sha256('practice installer that succeeds'));
    await bench.changes.discardStaged(path);
    expect(await bench.bytes()).toBe(before);
  });

  it('updates a Linux instrument from its package', async () => {
    const bench = await practiceBench('nextseq2000-1.4.1');
    const { path } = await bench.changes.stageInstaller('/media/usb/ucs-update.rpm');
    expect((await bench.changes.runInstaller(path, [])).exitCode).toBe(0);
    expect(await openSockets(bench)).toEqual([]);
    expect((await bench.service('practice-ucs.service')).runsAs).toBe('ilmnuser');
  });

  it('closes the sockets of a copy service that is a program of the session', async () => {
    const bench = await practiceBench('novaseq6000-1.8.1');
    await run(bench, 'UCS-Setup.exe');
    expect(await openSockets(bench)).toEqual([]);
  });
});
