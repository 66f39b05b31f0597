import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { practicePackKey } from '../../../main/catalogue/practice-pack-key.ts';
import { practicePack } from '../../../main/catalogue/practice-packs.ts';
import type { SitePack } from '../../../main/catalogue/site-pack.ts';
import { Failure } from '../../../main/model/failure.ts';
import { sha256 } from '../../../main/model/json.ts';
import type { PackFile } from '../../../main/model/pack-stamp.ts';
import { ReceiptContent } from '../../../main/model/receipt.ts';
import { packToResume, packToRollBack } from '../../../main/run/run-pack.ts';
import { failureOf, outcomes, type RunBench, runBench } from '../run/run-bench.ts';
import {
  fix1966,
  fix1968,
  packContent,
  packEntry,
  packFile,
  packInstaller,
  practiceKey,
  trustedPack,
  UPDATE_SHA256,
} from './pack-bench.ts';

const key = { privateKey: await practiceKey(), publicKey: practicePackKey() };
const said = <T>(value: T) => ({ value, source: 'test letter' });
const ISEQ = ['CSAFPID-0003'];
const UNSIGNED = 'E:\\UCS Update\\UCS-Setup-unsigned.exe';
const UNSIGNED_SHA256 = sha256('practice installer without a signature');

const practiceFile = (entry: Partial<SitePack['entries'][number]>): PackFile =>
  packFile(packContent({ practice: true, entries: [packEntry({ appliesTo: ISEQ, ...entry })] }), key);

const FIXES = [fix1968('loopback'), fix1966('limited')];
const lastReceipt = ({ receipts }: RunBench) => ReceiptContent.parse(receipts.at(-1));

describe('a run with a site pack', () => {
  test('ends fixed, and its receipt names the pack and the source of everything it says', async () => {
    const bench = await runBench('iseq100');
    const result = await bench.run({ pack: practicePack('practice-ucs-update') });
    expect(result).toMatchObject({ overall: 'fixed', exitCode: 0, contact: 'practice-desk@example.org' });
    const { pack, plan } = lastReceipt(bench);
    expect(pack?.stamp).toEqual(plan?.pack);
    expect(pack?.values).toContainEqual({
      what: `SHA-256 of the installer: ${UPDATE_SHA256}`,
      source: 'digest of the practice installer',
    });
    expect(plan?.steps[0]?.because).toContain('site pack "practice-ucs-update" no. 1, signed by Practice Desk');
  });

  test('ends mitigated without it, and says nothing of a pack', async () => {
    const bench = await runBench('iseq100');
    expect(await bench.run()).toMatchObject({ overall: 'mitigated', pack: null, contact: null });
    expect(lastReceipt(bench).pack).toBeNull();
  });

  test('has another digest than one without: approving one does not approve the other', async () => {
    const first = await runBench('iseq100');
    await first.run();
    const approval = { kind: 'digest', digest: (await first.state()).planDigest ?? '' } as const;
    const second = await runBench('iseq100');
    const before = await second.bytes();
    const result = await second.run({ pack: practicePack('practice-ucs-update'), approval });
    expect(result).toMatchObject({ exitCode: 16, problem: { code: 'plan-changed' } });
    expect(await second.bytes()).toBe(before);
  });

  test('that was tampered with on the way to the helper ends before anything is looked at', async () => {
    const bench = await runBench('iseq100');
    const before = await bench.bytes();
    const good = practicePack('practice-ucs-update');
    const altered = { ...good, envelope: good.envelope.replace(/"sig":"./, '"sig":"_') };
    const other = {
      ...good,
      envelope: good.envelope.replace(/"sig":"(.)/, (_, c) => `"sig":"${c === 'A' ? 'B' : 'A'}`),
    };
    expect(await failureOf(bench.run({ pack: altered }))).toEqual({ code: 'pack-malformed', exitCode: 18 });
    expect(await failureOf(bench.run({ pack: other }))).toEqual({ code: 'pack-altered', exitCode: 18 });
    expect(await bench.bytes()).toBe(before);
    expect(await readdir(bench.journalFolder)).toEqual([]);
  });
});

describe('an installer', () => {
  test('nobody signed runs where a pack names its digest, and only then', async () => {
    const named = practiceFile({ installer: packInstaller(UNSIGNED_SHA256), fixCriteria: FIXES });
    const result = await (await runBench('iseq100')).run({ pack: named }, { installer: UNSIGNED });
    expect(outcomes(result)[0]).toEqual(['product-installer', 'done', 'installer-succeeded']);
    expect(result.overall).toBe('fixed');

    const another = practiceFile({ installer: packInstaller(UPDATE_SHA256) });
    const bench = await runBench('iseq100');
    const before = await bench.bytes();
    const refused = await bench.run({ pack: another }, { installer: UNSIGNED });
    expect(refused).toMatchObject({ exitCode: 18, problem: { code: 'installer-not-trusted' } });
    expect(await bench.bytes()).toBe(before);
  });

  test('that a pack names for another instrument is not trusted on this one', async () => {
    const elsewhere = practiceFile({ appliesTo: ['CSAFPID-0007'], installer: packInstaller(UNSIGNED_SHA256) });
    const refused = await (await runBench('iseq100')).run({ pack: elsewhere }, { installer: UNSIGNED });
    expect(refused).toMatchObject({ exitCode: 18, problem: { code: 'installer-not-trusted' } });
  });

  test('signed by somebody else than the pack says is not run', async () => {
    const installer = packInstaller(UPDATE_SHA256, { signer: said('Illumina, Inc.') });
    const refused = await (await runBench('iseq100')).run({ pack: practiceFile({ installer }) });
    expect(refused).toMatchObject({ exitCode: 18, problem: { code: 'installer-not-trusted' } });
  });

  test('is started with the arguments of the pack, each one word', async () => {
    const installer = packInstaller(UPDATE_SHA256, { silentArguments: said(['/quiet /norestart']) });
    const result = await (await runBench('iseq100')).run({ pack: practiceFile({ installer }) });
    expect(result.steps[0]?.outcome).toMatchObject({ status: 'failed', says: expect.stringContaining('1639') });
  });

  test('ends as the pack says its exit codes mean', async () => {
    const installer = packInstaller(UPDATE_SHA256, {
      silentArguments: said(['/unknown']),
      exitCodes: said([{ code: 1639, means: 'cancelled' }]),
    });
    const result = await (await runBench('iseq100')).run({ pack: practiceFile({ installer }) });
    expect(outcomes(result)[0]).toEqual(['product-installer', 'failed', 'installer-cancelled']);
  });

  test('that says done is not believed: the fix is read from the machine', async () => {
    const installer = packInstaller(UPDATE_SHA256, {
      silentArguments: said(['/unknown']),
      exitCodes: said([{ code: 1639, means: 'done' }]),
    });
    const result = await (await runBench('iseq100')).run({ pack: practiceFile({ installer, fixCriteria: FIXES }) });
    expect(result.overall).not.toBe('fixed');
  });
});

describe('ports of a pack', () => {
  const file = practiceFile({ ports: [said({ protocol: 'udp', port: 4711 }), said({ protocol: 'tcp', port: 18081 })] });

  test('are closed with those UCS listens on, once each, checked, and opened again by an undo', async () => {
    const bench = await runBench('iseq100');
    const before = await bench.bytes();
    const result = await bench.run({ pack: file }, { installer: null });
    const step = result.steps.find(({ id }) => id === 'firewall-ports');
    expect(step?.outcome.status).toBe('done');
    expect(step?.checks).toContainEqual(expect.objectContaining({ id: 'closed-udp-4711', result: 'passed' }));
    expect((await bench.bytes()).match(/udp 4711/g)).toHaveLength(1);
    expect((await bench.bytes()).match(/tcp 18081"/g)).toHaveLength(1);
    await bench.rollback();
    expect(await bench.bytes()).toBe(before);
  });

  test('that something lets in all the same are called overridden', async () => {
    const bench = await runBench('iseq100');
    await bench.edit({
      firewall: {
        rules: {
          'Let in 4711': {
            origin: 'local',
            enabled: true,
            action: 'allow',
            protocol: 'udp',
            ports: [{ from: 4711, to: 4711 }],
            program: 'any',
            zones: 'any',
            families: ['ipv4', 'ipv6'],
            remote: 'any',
            overridesBlock: true,
          },
        },
      },
    });
    const result = await bench.run({ pack: file }, { installer: null });
    expect(result.steps.find(({ id }) => id === 'firewall-ports')?.outcome.status).toBe('conflict');
  });
});

describe('the account of a Linux unit', () => {
  const LINUX = 'nextseq2000-1.4.1';
  const allowed = practiceFile({ appliesTo: ['CSAFPID-00011'], automatic: [said('ucs-account')] });
  const other = practiceFile({ appliesTo: ['CSAFPID-00011'], automatic: [said('firewall-ports')] });

  test('is set by the program where a pack allows it, without a password, and set back by an undo', async () => {
    const bench = await runBench(LINUX);
    const before = await bench.bytes();
    const result = await bench.run({ pack: allowed });
    const step = result.steps.find(({ id }) => id === 'ucs-account');
    expect(step).toMatchObject({ mode: 'automatic', performedBy: 'program', outcome: { status: 'done' } });
    expect(bench.front.askedPasswords).toEqual([]);
    expect(result.overall).toBe('mitigated');
    const warnings = (await bench.state()).plan?.steps.find(({ id }) => id === 'ucs-account')?.warnings.join(' ');
    expect(warnings).toContain('test letter');
    await bench.rollback();
    expect(await bench.bytes()).toBe(before);
  });

  test.each([
    ['no pack', null],
    ['a pack that does not allow it', other],
  ])('is left to a person with %s', async (_what, pack) => {
    const result = await (await runBench(LINUX)).run({ pack });
    expect(result.steps.find(({ id }) => id === 'ucs-account')).toMatchObject({
      mode: 'guided',
      performedBy: 'simulated-person',
    });
  });

  test('is never an administrator, whatever a pack allows', async () => {
    const result = await (await runBench(LINUX)).run({ pack: allowed }, { account: 'ilmnadmin' });
    expect(result.steps.find(({ id }) => id === 'ucs-account')?.outcome.code).toBe('account-is-administrator');
  });
});

describe('a run that goes on after a restart', () => {
  const pack = packFile(packContent({ practice: true, entries: [packEntry({ fixCriteria: FIXES })] }), key);

  test('ends fixed with the pack in its journal, though nobody gives it again', async () => {
    const bench = await runBench('installer-needs-reboot');
    expect(await bench.run({ pack })).toMatchObject({ overall: 'pending-reboot', exitCode: 11 });
    await bench.host.reboot();
    expect(await bench.resume({ confirmIdle: true })).toMatchObject({ overall: 'fixed', exitCode: 0 });
    expect(lastReceipt(bench).pack?.stamp.packId).toBe('test-pack');
  });

  test('is never fixed before the restart', async () => {
    const bench = await runBench('installer-needs-reboot');
    const result = await bench.run({ pack });
    expect(result.verdicts.map(({ state }) => state)).toEqual(['pending-reboot', 'pending-reboot']);
  });
});

describe('the pack of an earlier run', () => {
  const asked: Date[] = [];
  const shelf = (end: 'opens' | 'refuses' | 'breaks') => ({
    packs: {
      look: () => Promise.reject(new Error('not for a run')),
      use: () => Promise.reject(new Error('not for an earlier run')),
      useAgain: (_file: PackFile, asOf: Date) => {
        asked.push(asOf);
        if (end === 'opens') return trustedPack();
        return Promise.reject(
          end === 'breaks'
            ? new TypeError('defect')
            : new Failure({ code: 'pack-expired', message: 'm', next: 'n' }, 18),
        );
      },
    },
  });

  async function earlierRun() {
    const bench = await runBench('iseq100');
    await bench.run({ pack: practicePack('practice-ucs-update') });
    return bench.state();
  }

  test('is as valid as when the run began, and a refusal says how to go on', async () => {
    const run = await earlierRun();
    expect((await packToResume(shelf('opens'), run))?.stamp.packId).toBe('test-pack');
    expect(asked.at(-1)?.toISOString()).toBe(run.startedAt);
    expect(await failureOf(packToResume(shelf('refuses'), run))).toEqual({ code: 'pack-expired', exitCode: 18 });
    await expect(packToResume(shelf('refuses'), run)).rejects.toMatchObject({
      next: expect.stringContaining('rollback'),
    });
  });

  test('never stands in the way of undoing it, and an expired one proves nothing any more', async () => {
    const run = await earlierRun();
    expect(await packToRollBack(shelf('refuses'), run)).toBeNull();
    await expect(packToRollBack(shelf('breaks'), run)).rejects.toThrow('defect');
    expect(asked.at(-1)?.getTime()).toBeGreaterThan(Date.parse(run.startedAt));
  });
});

test('a receipt that says fixed without a pack is no receipt', async () => {
  const bench = await runBench('iseq100');
  await bench.run({ pack: practicePack('practice-ucs-update') });
  const content = lastReceipt(bench);
  expect(ReceiptContent.safeParse({ ...content, pack: null }).success).toBe(false);
  const stamp = { ...content.pack!.stamp, counter: 2 };
  expect(ReceiptContent.safeParse({ ...content, pack: { ...content.pack!, stamp } }).success).toBe(false);
});
