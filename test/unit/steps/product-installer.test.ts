import { describe, expect, it } from 'vitest';
import { HostChangeError } from '../../../main/host/host.ts';
import { outcomeOfExitCode, wordsFor } from '../../../wizard-steps/product-installer/exit-codes.ts';
import { refusalOf } from '../../../wizard-steps/product-installer/publisher.ts';
import { productInstaller } from '../../../wizard-steps/product-installer/step.ts';
import { practiceBench } from '../practice/practice-bench.ts';
import { outcomes, type RunBench, runBench, withChanges, withReaders } from '../run/run-bench.ts';
import { packInstaller } from '../site-pack/pack-bench.ts';
import { applyContext, planContext } from './step-bench.ts';

const MISEQ = 'miseq-4.0-ruo';
const STICK = 'E:\\UCS Update\\';
const ALONE = { decline: ['firewall-ports' as const, 'ucs-account' as const] };

async function install(bench: RunBench, file = 'UCS-Setup.exe') {
  const result = await bench.run({ confirmBackup: true }, { ...ALONE, installer: `${STICK}${file}` });
  const { staged, installers } = JSON.parse(await bench.bytes());
  return { result, outcome: outcomes(result)[0], staged, starts: installers[`${STICK}${file}`]?.starts ?? 0 };
}

describe('an installer runs only when its signer is the pinned publisher', () => {
  const file = {
    path: 'x.exe',
    size: 1,
    sha256: 'a'.repeat(64),
    kind: 'exe',
    madeWith: null,
    productName: null,
    version: null,
  } as const;
  const signedBy = (organisation: string) => ({ ...file, signer: { organisation, thumbprint: 'F' } });

  it('a practice signature is worth nothing on a real instrument, nor the vendor\u2019s name in practice', () => {
    expect(refusalOf(signedBy('Illumina, Inc.'), false)).toBeNull();
    expect(refusalOf(signedBy('Practice Publisher'), true)).toBeNull();
    expect(refusalOf(signedBy('Practice Publisher'), false)).toContain('Practice Publisher');
    expect(refusalOf(signedBy('Illumina, Inc.'), true)).toContain('Illumina, Inc.');
  });

  it('names that only look like the vendor\u2019s are refused', () => {
    for (const name of ['Illumina, Inc', 'illumina, inc.', 'Illumina, Inc. ', 'Not Illumina, Inc.', '']) {
      expect(refusalOf(signedBy(name), false)).not.toBeNull();
    }
    expect(refusalOf({ ...file, signer: null }, false)).toBe('it carries no signature that holds');
  });

  it('a package that the system itself refuses is refused, whatever a site pack says of it', () => {
    const why = 'rpm does not accept its signature or its digests with the keys this system has';
    expect(refusalOf({ ...file, signer: null, systemRefuses: why }, false, packInstaller(file.sha256))).toBe(why);
    expect(refusalOf({ ...file, signer: null }, false, packInstaller(file.sha256))).toBeNull();
  });

  it.each(['UCS-Setup-unsigned.exe', 'UCS-Setup-other-signer.exe'])('%s is not even staged', async (name) => {
    const { result, starts, staged } = await install(await runBench(MISEQ), name);
    expect(result).toMatchObject({ exitCode: 18, problem: { code: 'installer-not-trusted' } });
    expect([starts, staged]).toEqual([0, {}]);
  });
});

describe('the file that runs is the file that was approved', () => {
  it('a file altered on the stick after the approval is not run', async () => {
    const bench: RunBench = await runBench(MISEQ, (host) =>
      withChanges(host, {
        async stageInstaller(path) {
          await bench.edit({ installers: { [path]: { content: 'something else' } } });
          return (await host.changes?.stageInstaller(path)) ?? { path, sha256: '' };
        },
      }),
    );
    const { outcome, starts, staged, result } = await install(bench);
    expect(outcome).toEqual(['product-installer', 'failed', 'installer-altered']);
    expect([starts, staged]).toEqual([0, {}]);
    expect(result.exitCode).toBe(10);
  });

  it('a copy altered after staging is not run, and nothing claims that it was undone', async () => {
    const bench = await runBench(MISEQ);
    await bench.edit({ switches: { stagedFileAltered: true } });
    const { outcome, starts, staged, result } = await install(bench);
    expect(outcome).toEqual(['product-installer', 'failed', 'tool-failed']);
    expect([starts, staged]).toEqual([0, {}]);
    expect(JSON.stringify(result.steps[0]?.outcome)).not.toMatch(/undone|taken back/);
    expect(result.exitCode).toBe(10);
  });
});

describe('what an exit code means', () => {
  it.each([
    [0, 'done'],
    [3010, 'needs-restart'],
    [1641, 'needs-restart'],
    [1602, 'failed'],
    [1603, 'failed'],
    [1618, 'failed'],
    [1, 'failed'],
    [-1, 'failed'],
    [194, 'failed'],
    [3221225786, 'failed'],
  ])('%i: %s', (exitCode, status) => {
    expect(outcomeOfExitCode(exitCode).status).toBe(status);
  });

  it.each([
    ['inno-setup', 2, 'installer-cancelled'],
    ['inno-setup', 5, 'installer-cancelled'],
    ['inno-setup', 4, 'installer-failed'],
    ['inno-setup', 8, 'installer-restart-first'],
    ['inno-setup', 3010, 'installer-needs-restart'],
    ['nsis', 1, 'installer-cancelled'],
    ['nsis', 2, 'installer-failed'],
    ['installshield', 1602, 'installer-cancelled'],
    ['installshield', 2, 'installer-exit-code'],
    [null, 8, 'installer-exit-code'],
  ] as const)('of a program made with %s, %i: %s', (madeWith, exitCode, code) => {
    expect(outcomeOfExitCode(exitCode, { packed: [], madeWith }).code).toBe(code);
  });

  it('a site pack knows better than the tool an installer was made with', () => {
    const said = { packed: [{ code: 2, means: 'done' as const }], madeWith: 'nsis' as const };
    expect(outcomeOfExitCode(2, said).code).toBe('installer-succeeded');
  });

  it('an installer made with Inno Setup is told not to restart the instrument by itself', () => {
    expect(wordsFor({ madeWith: 'inno-setup' })).toEqual(['/NORESTART', '/RESTARTEXITCODE=3010']);
    expect(wordsFor({ madeWith: 'installshield' })).toEqual([]);
    expect(wordsFor({ madeWith: null })).toEqual([]);
  });

  it('another installation running is waited for, and then it is installed', async () => {
    const { outcome, starts } = await install(await runBench(MISEQ), 'UCS-Setup-busy.exe');
    expect(outcome).toEqual(['product-installer', 'done', 'installer-succeeded']);
    expect(starts).toBe(2);
  });

  it('another installation that never ends is given up, with a pause between the tries', async () => {
    const { host, edit } = await practiceBench(MISEQ);
    const installer = `${STICK}UCS-Setup-busy.exe`;
    await edit({ installers: { [installer]: { exitCodes: [1618] } } });
    const { params } = productInstaller.prepare(await planContext(host, MISEQ, { installer }));
    const context = applyContext();
    expect(await productInstaller.apply(host, params, context)).toMatchObject({
      status: 'failed',
      code: 'installer-busy',
    });
    expect(context.pauses).toHaveLength(9);
    expect(context.pauses.every((pause) => pause >= 1_000)).toBe(true);
  });

  it.each([
    ['UCS-Setup-cancelled.exe', 'installer-cancelled'],
    ['UCS-Setup-fails.exe', 'installer-failed'],
  ])('%s leaves the instrument exposed, and says so', async (file, code) => {
    const { outcome, result, staged } = await install(await runBench(MISEQ), file);
    expect(outcome).toEqual(['product-installer', 'failed', code]);
    expect(result).toMatchObject({ exitCode: 10, end: 'failed', overall: 'exposed' });
    expect(staged).toEqual({});
  });
});

describe('exit code 0 proves nothing', () => {
  it('where the new version cannot be found, the step does not say that it worked', async () => {
    const bench = await runBench(MISEQ);
    await bench.edit({ update: { software: null, fileVersions: null, binds: [], account: null } });
    await bench.edit({ update: { software: {}, fileVersions: {} } });
    const { outcome, result } = await install(bench);
    expect(outcome).toEqual(['product-installer', 'done', 'effect-not-seen']);
    expect(result.steps[0]?.outcome.says).toContain('could not be seen');
    expect(result.overall).not.toBe('fixed');
  });

  it('where the copy service does not come up again, the run does not end well', async () => {
    const bench = await runBench(MISEQ);
    await bench.edit({ switches: { ucsDoesNotStartAs: ['NT AUTHORITY\\LocalService'] } });
    const { outcome, result } = await install(bench);
    expect(outcome).toEqual(['product-installer', 'failed', 'lab-may-not-work']);
    expect(result.end).toBe('failed');
    expect(result.exitCode).not.toBe(0);
  });

  it('the verdict after an installer is mitigated, never fixed: nobody published what it corrects', async () => {
    const { result } = await install(await runBench(MISEQ));
    expect(result.verdicts.map(({ state }) => state)).toEqual(['mitigated', 'mitigated']);
  });
});

it('a copy that cannot be removed does not turn a success into a failure', async () => {
  const discardStaged = () => Promise.reject(new HostChangeError('access-denied', 'in use'));
  const bench = await runBench(MISEQ, (host) => withChanges(host, { discardStaged }));
  const { outcome } = await install(bench);
  expect(outcome).toEqual(['product-installer', 'done', 'installer-succeeded']);
  expect(bench.front.seen.map(({ says }) => says).join(' ')).toContain('could not be removed');
});

it('where the program cannot change the machine, a person runs the installer and the result is looked at', async () => {
  const { host } = await practiceBench(MISEQ);
  const installer = `${STICK}UCS-Setup.exe`;
  const byHand = withReaders(host, { changes: null });
  const { params } = productInstaller.prepare(await planContext(host, MISEQ, { installer }));
  const refused = applyContext({ guide: () => 'refused' });
  expect(await productInstaller.apply(byHand, params, refused)).toMatchObject({ status: 'needs-person' });
  expect(refused.tasks[0]).toMatchObject({ id: 'install-by-hand', details: { installer } });
  const said = await productInstaller.apply(byHand, params, applyContext({ guide: () => 'done' }));
  expect(said).toMatchObject({ status: 'done', code: 'done-by-hand' });
  expect((await productInstaller.verify(byHand, params))[0]).toMatchObject({
    id: 'version-installed',
    result: 'not-possible',
  });
});

it('an archive or a script is never run by the program: a person runs it and watches', async () => {
  const bench = await runBench(MISEQ);
  const context = await planContext(bench.host, MISEQ, { installer: `${STICK}UCS-Setup.exe` });
  const { installer } = context;
  if (installer === null) throw new TypeError('the practice stick holds an installer');
  expect(productInstaller.mode(context)).toBe('automatic');
  expect(productInstaller.mode({ ...context, installer: { ...installer, kind: 'other' } })).toBe('guided');
});
