import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AssessDocument, documentOf, errorCode, VerifyDocument } from '../cli/documents.ts';
import { predicateOf } from '../cli/practice-instrument.ts';
import { programsMissing } from './support/end-to-end.ts';
import { BENCHTOP, LONG_RUN_FOLDER } from './support/images.ts';
import { expectUntouched, Instrument, outcomes, states } from './support/instrument.ts';

const missing = await programsMissing();
if (missing !== null) console.log(`Skipped "MiSeq end to end": ${missing}.`);

const UCS_SERVICE = 'StandInUcs';
/** A standard account with a Japanese name. */
const ACCOUNT = ['--account', '.\\検査技師'];
const PASSWORD = 'practice-technician';
/** A folder for receipts with a path of more than 300 characters, spaces and umlauts. */
const LONG_OUT = `C:\\${'Übergabe für das Labor '.repeat(6).trim()}\\${'Prüfung 検査 '.repeat(16).trim()}`;

describe.skipIf(missing !== null)('MiSeq 4.0 in research mode, with Windows', () => {
  let instrument: Instrument;
  let digest: string;

  beforeAll(async () => {
    instrument = await Instrument.start(BENCHTOP);
    digest = await instrument.digest(ACCOUNT);
  }, 300_000);

  afterAll(() => instrument?.stop(), 60_000);

  const asPerson = async (work: () => Promise<void>) => {
    await instrument.change((state) => {
      state.terminal = 'person';
    });
    try {
      await work();
    } finally {
      await instrument.change((state) => {
        state.terminal = 'administrator';
        state.consent = 0;
      });
    }
  };

  it('is exposed, and whoever looks is told so with evidence, whatever the folders are called', async () => {
    const looked = documentOf(AssessDocument, await instrument.command(['assess', '--json']), 10);
    expect(looked.verdicts.map(({ state }) => state)).toEqual(['exposed', 'exposed']);
    expect(looked.instrument).toMatchObject({ product: 'MiSeq Control Software', mode: 'RUO', serial: 'M99001' });
    expect(LONG_RUN_FOLDER.length).toBeGreaterThan(300);
    expect(JSON.stringify(looked.instrument)).toContain(JSON.stringify(LONG_RUN_FOLDER).slice(1, -1));
  }, 900_000);

  it('is closed as approved, with a receipt that holds here and on Linux; undone, it is as it was', async () => {
    expect(LONG_OUT.length).toBeGreaterThan(300);
    const there = await instrument.run(0, [...ACCOUNT, '--approve', digest, '--out', LONG_OUT], PASSWORD);
    expect(states(there)).toEqual(['mitigated', 'mitigated']);
    expect(outcomes(there)).toEqual([
      ['firewall-ports', 'done'],
      ['ucs-account', 'done'],
    ]);
    expect(await instrument.ourRules()).toHaveLength(3);
    expect(await instrument.accountOf(UCS_SERVICE)).toBe('.\\検査技師');

    const first = await predicateOf(instrument.here(there.receipt));
    expect(first).toMatchObject({ overall: 'mitigated', practice: false, supersedes: null });
    const left = [...(await instrument.dataFiles('journal')), ...(await instrument.dataFiles('receipts'))];
    expect(left.length).toBeGreaterThan(1);
    for (const file of left) expect(await readFile(file, 'utf8')).not.toContain(PASSWORD);

    // By its own trust, once an administrator has typed the fingerprint; before that, it trusts not even itself.
    expect((await instrument.command(['verify', '--json', there.receipt])).exitCode).toBe(17);
    const { fingerprint } = await instrument.key();
    expect((await instrument.command(['key', 'trust', fingerprint])).exitCode).toBe(0);
    const verified = await instrument.command(['verify', '--json', there.receipt]);
    expect(documentOf(VerifyDocument, verified, 0).accepted).toBe(true);

    const back = await instrument.rollback(10);
    expect(states(back)).toEqual(['exposed', 'exposed']);
    await expectUntouched(instrument, UCS_SERVICE);
    const second = await predicateOf(instrument.here(back.receipt));
    expect(second).toMatchObject({ overall: 'exposed', supersedes: first.receiptId });
    await instrument.verifyOnLinux([there.receipt, back.receipt]);
    // What a plan rests on is back as it was, to the letter.
    expect(await instrument.digest(ACCOUNT)).toBe(digest);

    const receipt = instrument.here(back.receipt);
    const written = await readFile(receipt, 'utf8');
    const { payload } = JSON.parse(written) as { payload: string };
    const said = Buffer.from(payload, 'base64').toString('utf8');
    const better = Buffer.from(said.replaceAll('exposed', 'mitigated')).toString('base64');
    await writeFile(receipt, written.replace(payload, better));
    const { receipts } = await instrument.verifyOnLinux([back.receipt], 17);
    expect(receipts).toMatchObject([{ accepted: false, code: 'receipt-altered' }]);
  }, 900_000);

  it('is closed by a person without rights, who answers at the terminal, and Windows asks once', async () => {
    await asPerson(async () => {
      const before = (await instrument.consents()).length;
      const words = [
        'run',
        ...ACCOUNT,
        '--operator',
        'A. Tech',
        '--site',
        'Labor Süd',
        '--out',
        'C:\\Stick von Jürgen',
      ];
      const { exitCode, screen, unasked } = await instrument.atTerminal(words, [
        [/is it idle/, 'y'],
        [/Carry out this plan\?/, 'y'],
        [/Password of .*検査技師/, PASSWORD],
      ]);
      expect({ exitCode, unasked }, screen).toEqual({ exitCode: 0, unasked: 0 });
      expect(screen.indexOf('EXPOSED')).toBeLessThan(screen.indexOf('Carry out this plan?'));
      expect(screen).toContain('MITIGATED');
      expect(screen).not.toContain(PASSWORD);
      expect((await instrument.consents()).slice(before)).toEqual([0]);
      expect(await instrument.accountOf(UCS_SERVICE)).toBe('.\\検査技師');

      const back = await instrument.rollback(10, ['--out', 'C:\\Stick von Jürgen']);
      expect(states(back)).toEqual(['exposed', 'exposed']);
      await expectUntouched(instrument, UCS_SERVICE);
    });
  }, 900_000);

  it.each([
    ['says no when Windows asks', 1223, 'elevation-declined'],
    ['is stopped by a policy of the computer', 1260, 'elevation-blocked-by-policy'],
    ['gives an account that is no good', 1326, 'elevation-credentials-refused'],
  ])(
    'is not touched by a person who %s',
    async (_who, consent, code) => {
      await asPerson(async () => {
        await instrument.change((state) => {
          state.consent = consent;
        });
        const words = ['run', ...ACCOUNT, '--approve', digest, '--confirm-idle', '--operator', 'A. Tech', '--json'];
        expect(errorCode(await instrument.command(words, `${PASSWORD}\n`), 15)).toBe(code);
        await expectUntouched(instrument, UCS_SERVICE);
      });
    },
    900_000,
  );

  it('is not called closed when the firewall tool lies, nor touched with a wrong password', async () => {
    await instrument.put('C:\\fake-windows\\netsh-lies.txt', '');
    try {
      const failed = await instrument.run(10, [...ACCOUNT, '--approve', digest], 'not-the-password');
      expect(states(failed)).toEqual(['exposed', 'exposed']);
      expect(failed.steps.map(({ id, outcome, code }) => [id, outcome, code])).toEqual([
        ['firewall-ports', 'failed', expect.any(String)],
        ['ucs-account', 'needs-person', 'password-refused'],
      ]);
      await expectUntouched(instrument, UCS_SERVICE);
      for (const file of await instrument.dataFiles('journal')) {
        expect(await readFile(file, 'utf8')).not.toContain('not-the-password');
      }
    } finally {
      await instrument.remove('C:\\fake-windows\\netsh-lies.txt');
    }
  }, 900_000);
});
