import { describe, expect, test } from 'vitest';
import { documentOf, errorCode, PlanDocument, RunDocument } from './documents.ts';
import { PracticeInstrument, predicateOf } from './practice-instrument.ts';

const SCENARIO = 'miseq-4.0-ruo';
const CONSENT = ['--confirm-idle', '--operator', 'A. Tech'];

async function digestOf(instrument: PracticeInstrument, args: readonly string[] = []): Promise<string> {
  return documentOf(PlanDocument, await instrument.command('plan', args), 10).digest;
}

describe.concurrent('the digest a person approves', () => {
  test('is the same for the same choices, also in another data folder', async () => {
    const [one, other] = await Promise.all([PracticeInstrument.create(SCENARIO), PracticeInstrument.create(SCENARIO)]);
    const digest = await digestOf(one);
    expect(await digestOf(one)).toBe(digest);
    expect(await digestOf(other)).toBe(digest);
  });

  test.each([
    [['--decline', 'firewall-ports']],
    [['--decline', 'ucs-account']],
    [['--account', 'NT AUTHORITY\\LocalService']],
    [['--installer', 'E:\\UCS Update\\UCS-Setup.exe']],
    [['--mode', 'Dx']],
    [['--change-control', 'CC-7', '--authorised-by', 'Q. Officer', '--guide-read']],
  ])('is another for the choices %j', async (args) => {
    const instrument = await PracticeInstrument.create(SCENARIO);
    expect(await digestOf(instrument, args)).not.toBe(await digestOf(instrument));
  });

  test('does not change because time passes, other processes start, or a port changes by itself', async () => {
    const instrument = await PracticeInstrument.create(SCENARIO);
    const state = JSON.parse(await instrument.state());
    const { binds } = state.services.PracticeUcs;
    const folder = 'D:\\Illumina\\MiSeqAnalysis\\260101_M99001_0001_PRACTICE';
    const livelier = (port: number, minutes: number, otherServices: object) => ({
      // A service that sorts before UCS moves all process ids.
      services: { PracticeUcs: { binds: [...binds, { protocol: 'udp', address: '0.0.0.0', port }] }, ...otherServices },
      runFolders: { [folder]: { files: { 'RTAComplete.txt': minutes } } },
    });
    await instrument.edit(livelier(50_123, 3000, {}));
    const digest = await digestOf(instrument);
    const another = { displayName: 'Another', imagePath: 'C:\\A\\A.exe', account: 'LocalSystem', startType: 'manual' };
    await instrument.edit(livelier(60_321, 3055, { Another: { ...another, runningAs: 'LocalSystem' } }));
    expect(await digestOf(instrument)).toBe(digest);
  });

  test.each([
    ['the account UCS runs as', { services: { PracticeUcs: { account: '.\\sbsadmin', storedPassword: 'right' } } }],
    ['a firewall rule', { firewall: { rules: { 'Practice: allow the copy service': { enabled: false } } } }],
    ['a version', { software: { 'Illumina Universal Copy Service': { version: '2.3.0.101' } } }],
    ['a new administrator', { groups: { Administrators: ['Administrator', 'sbsadmin', 'sbsuser'] } }],
  ])('changes with %s', async (_what, patch) => {
    const instrument = await PracticeInstrument.create(SCENARIO);
    const digest = await digestOf(instrument);
    await instrument.edit(patch);
    expect(PlanDocument.parse((await instrument.command('plan')).json).digest).not.toBe(digest);
  });
});

describe.concurrent('an unattended run', () => {
  test('does what was approved beforehand', async () => {
    const instrument = await PracticeInstrument.create(SCENARIO);
    const digest = await digestOf(instrument);
    const run = documentOf(RunDocument, await instrument.command('run', ['--approve', digest, ...CONSENT]), 0);
    expect(await predicateOf(run.receipt)).toMatchObject({
      planDigest: digest,
      approval: { kind: 'digest', digest },
    });
  });

  test.each([
    ['a digest of nothing', '0'.repeat(64)],
    ['no digest', 'yes'],
  ])('changes nothing when given %s', async (_what, wrong) => {
    const instrument = await PracticeInstrument.create(SCENARIO);
    const before = await instrument.state();
    const run = documentOf(RunDocument, await instrument.command('run', ['--approve', wrong, ...CONSENT]), 16);
    expect(run.error?.code).toBe('plan-changed');
    expect(run.steps.map(({ outcome }) => outcome)).toEqual(['not-begun', 'not-begun']);
    expect(await instrument.state()).toBe(before);
    expect(await predicateOf(run.receipt)).toMatchObject({ kind: 'stopped', overall: 'exposed', approval: null });
  });

  test('changes nothing when the instrument or the choices are not those of the plan', async () => {
    const instrument = await PracticeInstrument.create(SCENARIO);
    const digest = await digestOf(instrument);
    const declined = ['--approve', digest, '--decline', 'ucs-account', ...CONSENT];
    const before = await instrument.state();
    expect((await instrument.command('run', declined)).exitCode).toBe(16);
    expect(await instrument.state()).toBe(before);
    await instrument.edit({ software: { 'Illumina Universal Copy Service': { version: '2.3.0.101' } } });
    const changed = await instrument.state();
    expect((await instrument.command('run', ['--approve', digest, ...CONSENT])).exitCode).toBe(16);
    expect(await instrument.state()).toBe(changed);
  });

  test('that nobody approved and nobody can be asked about ends with a receipt and changes nothing', async () => {
    const instrument = await PracticeInstrument.create(SCENARIO);
    const before = await instrument.state();
    const run = documentOf(RunDocument, await instrument.command('run', CONSENT), 10);
    expect(run.error?.code).toBe('plan-not-approved');
    expect(await instrument.state()).toBe(before);
    expect(await predicateOf(run.receipt)).toMatchObject({ kind: 'declined', overall: 'exposed' });
  });

  test('that nobody called idle changes nothing', async () => {
    const instrument = await PracticeInstrument.create(SCENARIO);
    const before = await instrument.state();
    documentOf(RunDocument, await instrument.command('run', ['--yes']), 14);
    expect(await instrument.state()).toBe(before);
  });

  test('an instrument that is busy is left alone whatever anybody confirms', async () => {
    const instrument = await PracticeInstrument.create('run-in-progress');
    const before = await instrument.state();
    const run = documentOf(RunDocument, await instrument.run(), 14);
    expect(run.error?.code).toBe('instrument-busy');
    expect(await instrument.state()).toBe(before);
  });

  test('an installer without a confirmed backup, or that nobody vouches for, is not started', async () => {
    const instrument = await PracticeInstrument.create(SCENARIO);
    const before = await instrument.state();
    const installer = ['--installer', 'E:\\UCS Update\\UCS-Setup.exe'];
    const run = documentOf(RunDocument, await instrument.run(installer), 18);
    expect(run.error?.code).toBe('backup-not-confirmed');
    expect(await instrument.state()).toBe(before);
    expect((await instrument.run([...installer, '--confirm-backup'])).exitCode).toBe(0);
  });

  test('a plan is refused for a practice folder that belongs to nobody', async () => {
    const instrument = await PracticeInstrument.create(SCENARIO);
    await instrument.edit({ scenario: 'iseq100' });
    expect(errorCode(await instrument.command('plan'), 2)).toBe('practice-folder-in-use');
  });
});
