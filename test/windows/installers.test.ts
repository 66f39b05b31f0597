import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostChanges } from '../../main/host/host.ts';
import { type Fact, whenRead } from '../../main/model/fact.ts';
import { fakeWindows } from './support/fake-windows.ts';
import { accounts } from './support/images.ts';
import { InstallerMaker, installerToolsMissing } from './support/installers.ts';
import { openRemoteHost, type RemoteHost } from './support/remote-host.ts';
import { inDrive, putFile } from './support/windows-image.ts';
import { compilerMissing } from './support/windows-programs.ts';
import { Wine, wineMissing } from './support/wine.ts';

const missing = (await wineMissing()) ?? (await compilerMissing()) ?? (await installerToolsMissing());
if (missing !== null) console.log(`Skipped "installers on Windows": ${missing}.`);

const STICK = 'C:\\stick with spaces';
const ILLUMINA = 'Illumina, Inc.';

function value<T>(fact: Fact<T>): T {
  if (fact.status !== 'read') throw new Error(JSON.stringify(fact));
  return fact.value;
}

describe.skipIf(missing !== null)('installers of a vendor are read, staged and run', () => {
  let wine: Wine;
  let remote: RemoteHost;
  let maker: InstallerMaker;

  beforeAll(async () => {
    maker = await InstallerMaker.start();
    wine = await Wine.start();
    await putFile(wine, 'C:\\fake-windows\\state.json', JSON.stringify(accounts('sbsuser')));
    remote = await openRemoteHost(wine, [fakeWindows()]);
  }, 300_000);

  afterAll(async () => {
    await remote?.close();
    await wine?.stop();
    await maker?.stop();
  }, 60_000);

  const changes = (): HostChanges => {
    if (remote.host.changes === null) throw new Error('this host changes nothing');
    return remote.host.changes;
  };

  async function onStick(name: string, content: Buffer): Promise<string> {
    const path = `${STICK}\\${name}`;
    await putFile(wine, path, content);
    return path;
  }

  async function install(path: string, args: string[]): Promise<number> {
    const staged = await changes().stageInstaller(path);
    try {
      return (await changes().runInstaller(staged.path, args)).exitCode;
    } finally {
      await changes().discardStaged(staged.path);
    }
  }

  const installed = async (name: string) =>
    whenRead(await remote.host.software())?.find((entry) => entry.name === name)?.version;

  it('a package says its name and version; without a signature it has no signer', async () => {
    const bytes = await maker.package('1.2.3');
    const path = await onStick('update.msi', bytes);
    expect(value(await remote.host.installerFile(path))).toEqual({
      path,
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      kind: 'msi',
      madeWith: null,
      productName: 'Copy Service Update',
      version: '1.2.3',
      signer: null,
    });
  });

  it.each(['exe', 'msi'] as const)(
    'who signed an %s is told',
    async (kind) => {
      const plain = kind === 'msi' ? await maker.package('2.0.0') : await maker.program('2.0.0');
      const path = await onStick(`signed.${kind}`, await maker.signed(plain, kind, ILLUMINA));
      const { signer } = value(await remote.host.installerFile(path));
      expect(signer).toMatchObject({ organisation: ILLUMINA });
      expect(signer?.thumbprint).toMatch(/^[0-9a-f]{40}$/);
    },
    120_000,
  );

  // A package is not tried: Wine does not look whether its content is the one that was signed.
  it('a signed program with one byte changed has no signer', async () => {
    const bytes = await maker.signed(await maker.program('2.0.0'), 'exe', ILLUMINA);
    bytes[0x600] = (bytes[0x600] ?? 0) ^ 1;
    expect(value(await remote.host.installerFile(await onStick('altered.exe', bytes))).signer).toBeNull();
  }, 120_000);

  it('a staged copy has the digest of what lies there, and is gone afterwards', async () => {
    const bytes = await maker.package('1.2.3');
    const path = await onStick('staged.msi', bytes);
    const staged = await changes().stageInstaller(path);
    expect(staged.path).toContain('UCS Remediation Wizard\\staging\\');
    expect(await readFile(inDrive(wine, staged.path))).toEqual(bytes);
    expect(staged.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    await changes().discardStaged(staged.path);
    await expect(stat(inDrive(wine, staged.path))).rejects.toThrow('ENOENT');
    // Nothing else is ever removed or run.
    await changes().discardStaged(path);
    expect(await readFile(inDrive(wine, path))).toEqual(bytes);
    await expect(changes().runInstaller(path, [])).rejects.toMatchObject({ code: 'not-found' });
  });

  it('a package is installed, and a later one takes its place', async () => {
    expect(await install(await onStick('one.msi', await maker.package('1.2.3')), ['/qn'])).toBe(0);
    expect(await installed('Copy Service Update')).toBe('1.2.3');
    expect(await install(await onStick('two.msi', await maker.package('1.3.0')), ['/qn'])).toBe(0);
    expect(await installed('Copy Service Update')).toBe('1.3.0');
  }, 120_000);

  it('an installer program is run, and its exit code is told whole', async () => {
    const path = await onStick('setup.exe', await maker.program('1.0.0'));
    expect(value(await remote.host.installerFile(path))).toMatchObject({ kind: 'exe', madeWith: 'nsis' });
    expect(await install(path, ['/S'])).toBe(0);
    expect(await installed('Copy Service Setup')).toBe('1.0.0');
    expect(await install(await onStick('again.exe', await maker.program('1.1.0', 3010)), ['/S'])).toBe(3010);
    expect(await installed('Copy Service Setup')).toBe('1.1.0');
  }, 120_000);

  it('a file that is no installer is not run', async () => {
    const path = await onStick('notes.msi', Buffer.from('just text'));
    expect(value(await remote.host.installerFile(path))).toMatchObject({ kind: 'other', signer: null });
    const staged = await changes().stageInstaller(path);
    await expect(changes().runInstaller(staged.path, [])).rejects.toMatchObject({ code: 'tool-failed' });
    await changes().discardStaged(staged.path);
  });
});
