import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../main/model/json.ts';
import { AssessDocument, documentOf, errorCode } from '../cli/documents.ts';
import type { Finished } from '../cli/harness.ts';
import { predicateOf } from '../cli/practice-instrument.ts';
import {
  fix1966,
  fix1968,
  issuerKey,
  packContent,
  packEntry,
  packFile,
  packInstaller,
} from '../unit/site-pack/pack-bench.ts';
import { programsMissing } from './support/end-to-end.ts';
import { BENCHTOP_TO_UPDATE } from './support/images.ts';
import { InstallerMaker, installerToolsMissing } from './support/installers.ts';
import { AGREED, Instrument, outcomes, type RunOnWindows, states } from './support/instrument.ts';

const missing = (await programsMissing()) ?? (await installerToolsMissing());
if (missing !== null) console.log(`Skipped "installers end to end": ${missing}.`);

const STICK = 'C:\\Stick mit Update';
const ILLUMINA = 'Illumina, Inc.';
const UCS = 'Illumina Universal Copy Service';
const ANY_DIGEST = '0'.repeat(64);
const ACCOUNT = ['--account', '.\\sbsuser'];

describe.skipIf(missing !== null)('an update of the copy service, with Windows', () => {
  let instrument: Instrument;
  let maker: InstallerMaker;
  /** Entries of the advisory this instrument is listed in. */
  let listed: string[];

  beforeAll(async () => {
    maker = await InstallerMaker.start();
    await takeInstrument('2.3.0');
  }, 300_000);

  afterAll(async () => {
    await instrument?.stop();
    await maker?.stop();
  }, 60_000);

  /** Takes an instrument with this version of the copy service, another one than before. */
  async function takeInstrument(version: string): Promise<void> {
    await instrument?.stop();
    instrument = await Instrument.start(BENCHTOP_TO_UPDATE);
    // The version that is there was installed by an installer of its vendor, too.
    await instrument.wine.run(await onStick('old.exe', await maker.ucsUpdate('exe', version)));
  }

  async function onStick(name: string, content: Uint8Array | string): Promise<string> {
    const path = `${STICK}\\${name}`;
    await instrument.put(path, content);
    return path;
  }

  /** What is there, as the program reads it: verdicts, entries of the advisory, version of the running program. */
  async function look(exitCode: number, words: readonly string[] = []) {
    return documentOf(AssessDocument, await instrument.command(['assess', '--json', ...words]), exitCode);
  }

  /** Number of the process of the service, as the stand-in wrote it down. */
  async function processes(): Promise<string[]> {
    return (await readdir(instrument.here('C:\\fake-windows\\processes'))).sort();
  }

  it('is not run when nobody vouches for it', async () => {
    const before = await processes();
    const update = await maker.ucsUpdate('exe', '2.9.0');
    const altered = await maker.signed(update, 'exe', ILLUMINA);
    altered[0x600] = (altered[0x600] ?? 0) ^ 1;
    const refused = [
      await onStick('unsigned.exe', update),
      await onStick('unsigned.msi', await maker.ucsUpdate('msi', '2.9.1')),
      await onStick('other.exe', await maker.signed(update, 'exe', 'Somebody Else, Inc.')),
    ];
    for (const installer of refused) {
      const finished = await instrument.command(['plan', '--json', '--installer', installer]);
      expect(errorCode(finished, 18), installer).toBe('installer-not-trusted');
    }
    // The helper looks by itself, and does not rest on what a plan said.
    const words = ['--confirm-backup', '--installer', await onStick('altered.exe', altered), '--approve', ANY_DIGEST];
    expect((await instrument.run(18, words)).error?.code).toBe('installer-not-trusted');
    expect(await processes()).toEqual(before);
  }, 900_000);

  it('signed by the vendor is run as approved, and what it closed is looked at: it is not called fixed for that', async () => {
    const before = await processes();
    const installer = await onStick(
      'update.exe',
      await maker.signed(await maker.ucsUpdate('exe', '2.9.0'), 'exe', ILLUMINA),
    );
    const choices = ['--installer', installer, '--decline', 'firewall-ports', '--decline', 'ucs-account'];
    const done = await instrument.run(10, [
      ...['--confirm-backup', '--approve', await instrument.digest(choices)],
      ...choices,
    ]);
    expect(outcomes(done)).toContainEqual(['product-installer', 'done']);
    expect(states(done)).toEqual(['exposed', 'exposed']);
    const looked = await look(10);
    expect(looked.instrument.ucsVersion).toBe('2.9.0.100');
    listed = looked.listed;
    expect(await processes()).not.toEqual(before);
    expect(await readdir(instrument.here('C:\\ProgramData\\UCS Remediation Wizard\\staging'))).toEqual([]);
  }, 900_000);

  /**
   * Wine's Windows Installer goes on without waiting for the service it stops. On a busy machine the program's file is still in use now and
   * then, and the update waits for a restart: said right, but not what is to be shown here. Then another instrument is taken.
   */
  async function onInstrumentThatIsQuick(update: () => Promise<Finished>): Promise<RunOnWindows> {
    for (let tries = 0; tries < 2; tries += 1) {
      const finished = await update();
      if (finished.exitCode !== 11) return instrument.ended(finished, 0);
      await takeInstrument('2.9.0');
    }
    return instrument.ended(await update(), 0);
  }

  it('named by a trusted pack is installed, and fixed by the criteria of that pack when nothing else is open', async () => {
    const update = await maker.ucsUpdate('msi', '2.9.1');
    const key = await issuerKey();
    const installed = { kind: 'software', name: UCS, range: '>= 2.9' } as const;
    const silent = { value: ['/qn'], source: 'test letter' };
    const content = packContent({
      expiresAt: '2099-01-01T00:00:00Z',
      entries: [
        packEntry({
          appliesTo: listed,
          installer: packInstaller(sha256(update), { silentArguments: silent }),
          fixCriteria: [fix1968('loopback', installed), fix1966('limited', installed)],
        }),
      ],
    });
    const { envelope, publicKey } = packFile(content, key);
    const pack = `${STICK}\\lab.pack.json`;
    const done = await onInstrumentThatIsQuick(async () => {
      const installer = await onStick('unsigned.msi', update);
      await onStick('lab.pack.json', envelope);
      await onStick('lab.pub.pem', publicKey ?? '');
      const choices = ['--pack', pack, '--installer', installer, ...ACCOUNT];

      // A pack whose key nobody enrolled here vouches for nothing.
      expect(errorCode(await instrument.command(['plan', '--json', ...choices]), 18)).toBe('pack-key-unknown');
      const enrolled = await instrument.command(['key', 'trust', key.publicKey.fingerprint, '--kind', 'pack']);
      expect(enrolled.exitCode, enrolled.stderr).toBe(0);

      const approved = ['--confirm-backup', ...choices, '--approve', await instrument.digest(choices)];
      return instrument.command(['run', ...AGREED, ...approved], 'practice-user\n');
    });
    expect(outcomes(done)).toEqual([
      ['product-installer', 'done'],
      ['firewall-ports', 'done'],
      ['ucs-account', 'done'],
    ]);
    expect(states(done)).toEqual(['fixed', 'fixed']);
    expect(await predicateOf(instrument.here(done.receipt))).toMatchObject({ overall: 'fixed', practice: false });
    await instrument.verifyOnLinux([done.receipt]);

    const looked = await look(0, ['--pack', pack]);
    expect(looked.instrument.ucsVersion).toBe('2.9.1.100');
    expect(looked.overall).toBe('fixed');
    // Without the pack the same instrument is closed, and nothing says that it is fixed.
    expect((await look(0)).verdicts.map(({ state }) => state)).toEqual(['mitigated', 'mitigated']);
  }, 900_000);
});
