import { describe, expect, it } from 'vitest';
import { scenarioSummaries } from '../../../main/host/practice/scenarios.ts';
import {
  failureOf,
  outcomes,
  PowerLost,
  powerCutAt,
  type RunBench,
  runBench,
  SEQUENCING_NOW,
  withChanges,
} from './run-bench.ts';

const MISEQ = 'miseq-4.0-ruo';
const INSTALLER = 'E:\\UCS Update\\UCS-Setup.exe';

describe('rolling back', () => {
  const listed = scenarioSummaries().filter(({ entry }) => entry !== null);

  it.each(listed)(
    '$id goes back to the very same instrument, with a receipt that supersedes the first',
    async ({ id }) => {
      const bench = await runBench(id);
      const before = await bench.bytes();
      await bench.run({}, { installer: null });
      const result = await bench.rollback();
      expect(await bench.bytes()).toBe(before);
      expect(result).toMatchObject({ end: 'rolled-back', overall: 'exposed', exitCode: 10 });
      expect(bench.receipts[1]).toMatchObject({ kind: 'rolled-back', supersedes: bench.receipts[0]?.receiptId });
    },
  );

  it('after a power cut at any of its entries comes to the same end', async () => {
    for (let offset = 1; offset <= 8; offset += 1) {
      const bench = await runBench(MISEQ);
      const before = await bench.bytes();
      await bench.run();
      const { journalEntries } = await bench.state();
      const moment = (['before', 'torn', 'after'] as const)[offset % 3] ?? 'before';
      await expect(bench.rollback({}, powerCutAt(journalEntries + offset, moment))).rejects.toBeInstanceOf(PowerLost);
      const begun = !(offset === 1 && moment !== 'after');
      if ((await bench.state()).phase !== 'ended') await bench.resume();
      else if (!begun) await bench.rollback();
      expect(await bench.bytes(), `${moment} entry ${offset}`).toBe(before);
      expect((await bench.state()).end, `${moment} entry ${offset}`).toBe('rolled-back');
    }
  });

  it('does not claim to have undone an installation', async () => {
    const bench = await runBench(MISEQ);
    await bench.run({ confirmBackup: true }, { installer: INSTALLER });
    const result = await bench.rollback();
    expect(outcomes(result)[0]).toEqual(['product-installer', 'blocked', 'not-reversible']);
    expect(result.end).toBe('failed');
  });

  it('of a run that lost power before its first look was written ends it, instead of leaving the instrument stuck', async () => {
    const bench = await runBench(MISEQ);
    const before = await bench.bytes();
    await expect(bench.run({}, {}, powerCutAt(1, 'after'))).rejects.toBeInstanceOf(PowerLost);
    expect(await failureOf(bench.run())).toEqual({ code: 'run-unfinished', exitCode: 1 });
    expect(await bench.rollback()).toMatchObject({ end: 'rolled-back' });
    expect(await bench.bytes()).toBe(before);
    expect(await bench.run()).toMatchObject({ exitCode: 0 });
  });

  it('is refused while the instrument works, and while nobody vouches that it does not', async () => {
    const bench = await runBench(MISEQ);
    await bench.run();
    expect(await failureOf(bench.rollback({ confirmIdle: false }))).toEqual({
      code: 'idle-not-confirmed',
      exitCode: 14,
    });
    await bench.edit(SEQUENCING_NOW);
    const busy = await bench.bytes();
    expect(await failureOf(bench.rollback())).toEqual({ code: 'instrument-busy', exitCode: 14 });
    expect(await bench.bytes()).toBe(busy);
    expect((await bench.state()).phase).toBe('ended');
  });

  it('leaves the next step alone where a sequencing run begins on the way', async () => {
    let undoing = false;
    const bench: RunBench = await runBench(MISEQ, (host) =>
      withChanges(host, {
        async restartService(service) {
          await host.changes?.restartService(service);
          if (undoing) await bench.edit(SEQUENCING_NOW);
        },
      }),
    );
    await bench.run();
    undoing = true;
    expect(await failureOf(bench.rollback())).toEqual({ code: 'instrument-busy', exitCode: 14 });
    expect((await bench.state()).steps.map(({ phase }) => phase)).toEqual(['ended', 'undone']);
  });

  it('stops between two steps when the person cancels, and can be taken up again', async () => {
    const bench = await runBench(MISEQ);
    const before = await bench.bytes();
    await bench.run();
    bench.front.onProgress = ({ kind }) => {
      if (kind === 'step-ended') bench.front.stop = 'cancelled';
    };
    expect(await bench.rollback()).toMatchObject({ end: 'stopped' });
    bench.front.stop = 'no';
    bench.front.onProgress = () => undefined;
    expect(await bench.rollback()).toMatchObject({ end: 'rolled-back' });
    expect(await bench.bytes()).toBe(before);
  });

  it('says so where nothing is left to undo, also for a run that is named', async () => {
    const bench = await runBench(MISEQ);
    const nothing = { code: 'nothing-to-roll-back', exitCode: 2 };
    expect(await failureOf(bench.rollback())).toEqual(nothing);
    const { runId } = await bench.run();
    await bench.rollback();
    expect(await failureOf(bench.rollback())).toEqual(nothing);
    expect(await failureOf(bench.rollback({ runId }))).toEqual(nothing);
    expect(await failureOf(bench.rollback({ runId: 'no-such-run' }))).toEqual(nothing);
    expect(bench.receipts).toHaveLength(2);
  });

  it('names on its receipt who undid the run, not who did it', async () => {
    const bench = await runBench(MISEQ);
    await bench.run();
    await bench.rollback({ operator: { name: 'B. Other', role: 'lab', site: '', reason: 'back again' } });
    expect(bench.receipts[1]?.operator.name).toBe('B. Other');
  });
});
