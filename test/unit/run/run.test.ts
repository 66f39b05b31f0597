import { describe, expect, it } from 'vitest';
import { scenarioSummaries } from '../../../main/host/practice/scenarios.ts';
import { read, unavailable } from '../../../main/model/fact.ts';
import { failureOf, outcomes, runBench, withChanges, withReaders } from './run-bench.ts';

const MISEQ = 'miseq-4.0-ruo';

describe('what a run ends with', () => {
  it.each(scenarioSummaries())(
    '$id ends with exit code $expectedExit, and a receipt that does not contradict itself',
    async ({ id, expectedExit }) => {
      const bench = await runBench(id);
      const result = await bench.run();
      expect(result.exitCode).toBe(expectedExit);
      expect(bench.receipts).toHaveLength(1);
      expect(bench.receipts[0]).toMatchObject({ overall: result.overall, practice: true, kind: result.end });
    },
  );

  it('a second run finds nothing to do and changes nothing', async () => {
    const bench = await runBench(MISEQ);
    await bench.run();
    const after = await bench.bytes();
    expect(await bench.run()).toMatchObject({ exitCode: 0, end: 'nothing-to-do', steps: [] });
    expect(await bench.bytes()).toBe(after);
  });

  it('the fresh look decides, not what the steps say: an instrument exposed again at the end is not called closed', async () => {
    const bench = await runBench(MISEQ, (host) => ({
      ...host,
      // The firewall is switched off behind the back of the program once everything is done.
      firewall: async () => {
        const firewall = await host.firewall();
        const services = await host.services();
        const done = services.status === 'read' && services.value.some(({ account }) => account?.name === '.\\sbsuser');
        return done && firewall.status === 'read' ? read({ ...firewall.value, running: false }, 'test') : firewall;
      },
    }));
    const result = await bench.run();
    expect(outcomes(result).map(([, status]) => status)).toEqual(['done', 'done']);
    expect(result.verdicts[0]?.state).not.toBe('mitigated');
    expect(result.exitCode).not.toBe(0);
  });
});

describe('a run stops before it changes anything', () => {
  it('where the digest that was approved is another plan\u2019s', async () => {
    const bench = await runBench(MISEQ);
    const before = await bench.bytes();
    const result = await bench.run({ approval: { kind: 'digest', digest: 'f'.repeat(64) } });
    expect(result).toMatchObject({ exitCode: 16, end: 'stopped', problem: { code: 'plan-changed' } });
    expect(await bench.bytes()).toBe(before);
  });

  it('where nobody approves, and where the person says no', async () => {
    for (const answer of ['nobody-there', 'no'] as const) {
      const bench = await runBench(MISEQ);
      const before = await bench.bytes();
      bench.front.answer = () => answer;
      const result = await bench.run({ approval: { kind: 'ask' } });
      expect(result).toMatchObject({ exitCode: 10, end: 'declined', problem: { code: 'plan-not-approved' } });
      expect(await bench.bytes()).toBe(before);
    }
  });

  it('where the instrument changed while the person thought about the plan', async () => {
    const bench = await runBench(MISEQ);
    bench.front.answer = async () => {
      await bench.edit({ software: { 'Another program': { version: '1.0', publisher: null } } });
      return 'yes' as const;
    };
    const result = await bench.run({ approval: { kind: 'ask' } });
    expect(result).toMatchObject({ exitCode: 16, end: 'stopped', problem: { code: 'plan-changed' } });
    expect(outcomes(result).map(([, status]) => status)).toEqual(['not-begun', 'not-begun']);
  });

  it('where a plan for a real instrument is approved blindly, whatever front asks for it', async () => {
    const bench = await runBench(MISEQ, (host) => ({ ...host, about: { ...host.about, practice: false } }));
    expect(await failureOf(bench.run())).toEqual({ code: 'blind-approval-refused', exitCode: 2 });
    await expect(bench.state()).rejects.toThrow('no run has begun');
  });

  it.each([
    ['unsigned', 'E:\\UCS Update\\UCS-Setup-unsigned.exe'],
    ['signed by somebody else', 'E:\\UCS Update\\UCS-Setup-other-signer.exe'],
  ])('where the installer is %s', async (_what, installer) => {
    const bench = await runBench(MISEQ);
    const before = await bench.bytes();
    const result = await bench.run({ confirmBackup: true }, { installer });
    expect(result).toMatchObject({ exitCode: 18, end: 'stopped', problem: { code: 'installer-not-trusted' } });
    expect(await bench.bytes()).toBe(before);
  });

  it('where the installer cannot be read', async () => {
    const bench = await runBench(MISEQ);
    const result = await bench.run({ confirmBackup: true }, { installer: 'E:\\nothing.exe' });
    expect(result).toMatchObject({ exitCode: 2, problem: { code: 'installer-not-readable' } });
  });

  it('where nobody confirmed a backup and a step cannot be undone', async () => {
    const bench = await runBench(MISEQ);
    const before = await bench.bytes();
    const result = await bench.run({ confirmBackup: false }, { installer: 'E:\\UCS Update\\UCS-Setup.exe' });
    expect(result).toMatchObject({ exitCode: 18, problem: { code: 'backup-not-confirmed' } });
    expect(await bench.bytes()).toBe(before);
  });
});

describe('steps that depend on an earlier one', () => {
  const installer = 'E:\\UCS Update\\UCS-Setup.exe';

  it('are left out where the installer closed what they work on', async () => {
    const bench = await runBench(MISEQ);
    const result = await bench.run({ confirmBackup: true }, { installer });
    expect(outcomes(result)).toEqual([
      ['product-installer', 'done', 'installer-succeeded'],
      ['firewall-ports', 'not-needed', 'condition-not-met'],
      ['ucs-account', 'not-needed', 'condition-not-met'],
    ]);
    expect(result.exitCode).toBe(0);
  });

  it('are never called "no longer needed" where the state after the installer could not be read', async () => {
    let installed = false;
    const bench = await runBench(MISEQ, (host) =>
      withReaders(
        withChanges(host, {
          async runInstaller(path, args) {
            const end = await host.changes?.runInstaller(path, args);
            installed = true;
            return end ?? { exitCode: 1 };
          },
        }),
        {
          listeners: async () => (installed ? unavailable('tool-failed', 'gone', 'test') : host.listeners()),
        },
      ),
    );
    const result = await bench.run({ confirmBackup: true }, { installer });
    expect(outcomes(result)[1]).toEqual(['firewall-ports', 'blocked', 'condition-unknown']);
    expect(result).toMatchObject({ exitCode: 13, overall: 'unknown', end: 'stopped' });
  });
});

it('a step whose previous values cannot be read is not begun, because it could not be undone', async () => {
  let wholeLook = false;
  const bench = await runBench(MISEQ, (host) => ({
    ...host,
    // A whole look asks for everything at once, beginning here; a backup asks for the firewall alone.
    operatingSystem: () => {
      wholeLook = true;
      queueMicrotask(() => {
        wholeLook = false;
      });
      return host.operatingSystem();
    },
    firewall: async () => (wholeLook ? host.firewall() : unavailable('tool-failed', 'no answer', 'test')),
  }));
  const before = await bench.bytes();
  const result = await bench.run({}, { decline: ['ucs-account'] });
  expect(outcomes(result)[0]).toEqual(['firewall-ports', 'blocked', 'backup-not-possible']);
  expect(result.exitCode).toBe(10);
  expect(await bench.bytes()).toBe(before);
});

it('no password ever reaches journal or receipt', async () => {
  const bench = await runBench(MISEQ);
  const result = await bench.run();
  const text = (await bench.journal(result.runId)) + JSON.stringify(bench.receipts);
  expect(bench.front.askedPasswords).toEqual(['.\\sbsuser']);
  expect(text).not.toContain('practice-user');
});
