import { describe, expect, it } from 'vitest';
import { scenarioSummaries } from '../../../main/host/practice/scenarios.ts';
import { unavailable } from '../../../main/model/fact.ts';
import { failureOf, outcomes, PowerLost, powerCutAt, type RunBench, runBench, SEQUENCING_NOW } from './run-bench.ts';

const MISEQ = 'miseq-4.0-ruo';
const MOMENTS = ['before', 'torn', 'after'] as const;

/** The journal entry of the first intent, or outcome, of a step. */
async function entryOf(scenario: string, kind: 'intent' | 'outcome', step: string): Promise<number> {
  const bench = await runBench(scenario);
  const { runId } = await bench.run();
  const lines = (await bench.journal(runId)).trimEnd().split('\n');
  const events: { kind: string; step?: string }[] = lines.map((line) => JSON.parse(line).event);
  return 1 + events.findIndex((event) => event.kind === kind && event.step === step);
}

/** The instrument as it lies on disk; rules of ours carry the id of the run. */
async function withoutRunId(bench: RunBench): Promise<string> {
  return (await bench.bytes()).replaceAll((await bench.state()).runId, 'RUN');
}

async function interrupted(entry: number, moment: (typeof MOMENTS)[number]): Promise<RunBench> {
  const bench = await runBench(MISEQ);
  await expect(bench.run({}, {}, powerCutAt(entry, moment))).rejects.toBeInstanceOf(PowerLost);
  return bench;
}

describe('after a power cut at any entry of the journal, the instrument comes to the same end', () => {
  const listed = scenarioSummaries().filter(({ entry }) => entry !== null);

  it.each(listed)('$id', async ({ id }) => {
    const undisturbed = await runBench(id);
    const { runId } = await undisturbed.run();
    const entries = (await undisturbed.journal(runId)).trimEnd().split('\n').length;
    for (let entry = 1; entry <= entries; entry += 1) {
      const moment = MOMENTS[entry % 3] ?? 'before';
      const bench = await runBench(id);
      await expect(bench.run({}, {}, powerCutAt(entry, moment))).rejects.toBeInstanceOf(PowerLost);
      const nothingWritten = entry === 1 && moment !== 'after';
      const allWritten = entry === entries && moment === 'after';
      if (nothingWritten) await bench.run();
      else if (!allWritten) await bench.resume();
      const state = await bench.state();
      expect(state, `${moment} entry ${entry}`).toMatchObject({ phase: 'ended', end: 'completed', exitCode: 0 });
      expect(await withoutRunId(bench), `${moment} entry ${entry}`).toBe(await withoutRunId(undisturbed));
    }
  });
});

describe('going on with an interrupted step', () => {
  it('leaves it alone while a sequencing run goes on, and goes on later', async () => {
    const bench = await interrupted(await entryOf(MISEQ, 'intent', 'ucs-account'), 'after');
    await bench.edit(SEQUENCING_NOW);
    const before = await bench.bytes();
    expect(await failureOf(bench.resume({ confirmIdle: true }))).toEqual({ code: 'instrument-busy', exitCode: 14 });
    expect(await bench.bytes()).toBe(before);
    expect((await bench.state()).steps[1]?.phase).toBe('begun');

    await bench.edit({ runFolders: { [Object.keys(SEQUENCING_NOW.runFolders)[0] ?? '']: null } });
    expect(await bench.resume()).toMatchObject({ end: 'completed', exitCode: 0 });
  });

  it('asks again whether the instrument is idle after a restart, also where no step had ended before it', async () => {
    const bench = await interrupted(await entryOf(MISEQ, 'intent', 'firewall-ports'), 'after');
    await bench.host.reboot();
    expect(await failureOf(bench.resume())).toEqual({ code: 'idle-not-confirmed', exitCode: 14 });
    expect(await bench.resume({ confirmIdle: true })).toMatchObject({ end: 'completed', exitCode: 0 });
  });

  it('starts a copy service that the interrupted step had left stopped, instead of calling the step done', async () => {
    const bench = await interrupted(await entryOf(MISEQ, 'outcome', 'ucs-account'), 'before');
    await bench.edit({ services: { PracticeUcs: { runningAs: null } } });
    const stopped = JSON.parse(await bench.bytes());
    expect(stopped.services.PracticeUcs.runningAs ?? null).toBeNull();
    const result = await bench.resume();
    expect(JSON.parse(await bench.bytes()).services.PracticeUcs.runningAs).toBe('.\\sbsuser');
    expect(result.exitCode).toBe(0);
  });

  it('keeps the backup from before any change, so that a rollback gives back what was there at first', async () => {
    const bench = await runBench(MISEQ);
    const before = await bench.bytes();
    const outcome = await entryOf(MISEQ, 'outcome', 'ucs-account');
    await expect(bench.run({}, {}, powerCutAt(outcome, 'before'))).rejects.toBeInstanceOf(PowerLost);
    await bench.resume();
    await bench.rollback();
    expect(await bench.bytes()).toBe(before);
  });

  it('does not forget that an interrupted update may still need a restart', async () => {
    const installer = 'E:\\UCS Update\\UCS-Setup-restart.exe';
    const bench = await runBench(MISEQ);
    const outcome = await entryOf('installer-needs-reboot', 'outcome', 'product-installer');
    await expect(
      bench.run({ confirmBackup: true }, { installer }, powerCutAt(outcome, 'before')),
    ).rejects.toBeInstanceOf(PowerLost);
    // The list of installed software names the new version at once; its files come with the restart.
    await bench.edit({ software: { 'Illumina Universal Copy Service': { version: '2.9.0.1000' } } });
    const result = await bench.resume();
    expect(outcomes(result)[0]).toEqual(['product-installer', 'needs-restart', 'found-done-restart-pending']);
    expect(result).toMatchObject({ end: 'interim', exitCode: 11 });
  });
});

describe('the plan of a run that goes on', () => {
  it('is refused where the instrument changed before its first step', async () => {
    const approved = 4;
    const bench = await interrupted(approved, 'after');
    expect((await bench.state()).phase).toBe('approved');
    await bench.edit({ software: { 'Another program': { version: '1.0', publisher: null } } });
    const result = await bench.resume();
    expect(result).toMatchObject({ exitCode: 16, end: 'stopped', problem: { code: 'plan-changed' } });
  });

  it('is not swapped for the one whose digest somebody approves at the resume', async () => {
    const bench = await interrupted(await entryOf(MISEQ, 'intent', 'firewall-ports'), 'after');
    const before = await bench.bytes();
    const approval = { kind: 'digest', digest: 'f'.repeat(64) } as const;
    expect(await failureOf(bench.resume({ approval }))).toEqual({ code: 'plan-changed', exitCode: 16 });
    expect(await bench.bytes()).toBe(before);
    const { planDigest } = await bench.state();
    expect(await bench.resume({ approval: { kind: 'digest', digest: planDigest ?? '' } })).toMatchObject({
      exitCode: 0,
    });
  });
});

describe('a change that waits for a restart', () => {
  it('is not called complete before it, and what depends on it waits', async () => {
    const bench = await runBench('installer-needs-reboot');
    const first = await bench.run();
    expect(outcomes(first)).toEqual([
      ['product-installer', 'needs-restart', 'installer-needs-restart'],
      ['firewall-ports', 'not-begun', 'not-begun'],
      ['ucs-account', 'not-begun', 'not-begun'],
    ]);
    expect(first).toMatchObject({ end: 'interim', exitCode: 11, overall: 'pending-reboot' });
    expect(await failureOf(bench.run())).toEqual({ code: 'run-unfinished', exitCode: 11 });

    await bench.host.reboot();
    const last = await bench.resume();
    expect(outcomes(last)).toEqual([
      ['product-installer', 'done', 'done-after-restart'],
      ['firewall-ports', 'not-needed', 'condition-not-met'],
      ['ucs-account', 'not-needed', 'condition-not-met'],
    ]);
    expect(last).toMatchObject({ end: 'completed', exitCode: 0 });
    expect(bench.receipts[1]?.supersedes).toBe(bench.receipts[0]?.receiptId);
  });

  it('goes on waiting where the boot session cannot be read', async () => {
    let readable = true;
    const bench = await runBench('installer-needs-reboot', (host) => ({
      ...host,
      bootId: async () => (readable ? host.bootId() : unavailable('tool-failed', 'no boot id', 'test')),
    }));
    await bench.run();
    readable = false;
    await bench.host.reboot();
    expect(await bench.resume({ confirmIdle: true })).toMatchObject({ end: 'interim', exitCode: 11 });
  });
});

it('with no run waiting there is nothing to resume, and nothing is looked at or changed', async () => {
  const bench = await runBench(MISEQ);
  expect(await failureOf(bench.resume())).toEqual({ code: 'nothing-to-resume', exitCode: 2 });
});
