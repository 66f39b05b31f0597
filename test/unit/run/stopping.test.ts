import { describe, expect, it } from 'vitest';
import { failureOf, outcomes, type RunBench, runBench, SEQUENCING_NOW, withChanges } from './run-bench.ts';

const MISEQ = 'miseq-4.0-ruo';

/** Does something once, when the first step has ended. */
function afterFirstStep({ front }: RunBench, act: () => void | Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let done = false;
    front.onProgress = ({ kind }) => {
      if (kind !== 'step-ended' || done) return;
      done = true;
      Promise.resolve(act()).then(resolve, reject);
    };
  });
}

describe('a run that stops between two steps', () => {
  it('because the person cancels: the rest is declined, the receipt says stopped, and what was done stays', async () => {
    const bench = await runBench(MISEQ);
    const stopped = afterFirstStep(bench, () => {
      bench.front.stop = 'cancelled';
    });
    const result = await bench.run();
    await stopped;
    expect(outcomes(result)).toEqual([
      ['firewall-ports', 'done', 'rules-added'],
      ['ucs-account', 'declined', 'stopped-by-person'],
    ]);
    expect(result).toMatchObject({ end: 'stopped', exitCode: 10 });
    expect(bench.receipts.at(-1)).toMatchObject({ kind: 'stopped', overall: 'exposed' });
  });

  it('because the window is gone: no receipt claims an end, and resume goes on where it stopped', async () => {
    const bench = await runBench(MISEQ);
    const gone = afterFirstStep(bench, () => {
      bench.front.stop = 'front-gone';
    });
    expect(await failureOf(bench.run())).toEqual({ code: 'front-gone', exitCode: 1 });
    await gone;
    expect(bench.receipts).toEqual([]);
    expect((await bench.state()).steps.map(({ phase }) => phase)).toEqual(['ended', 'waiting']);

    bench.front.stop = 'no';
    expect(await bench.resume()).toMatchObject({ end: 'completed', exitCode: 0 });
  });

  it('because a sequencing run began: nothing more is changed, whatever the person confirmed before', async () => {
    const bench: RunBench = await runBench(MISEQ, (host) =>
      withChanges(host, {
        async addFirewallRules(rules) {
          await host.changes?.addFirewallRules(rules);
          await bench.edit(SEQUENCING_NOW);
        },
      }),
    );
    const result = await bench.run();
    expect(JSON.parse(await bench.bytes()).services.PracticeUcs.account).toBe('LocalSystem');
    expect(outcomes(result)).toEqual([
      ['firewall-ports', 'done', 'rules-added'],
      ['ucs-account', 'not-begun', 'not-begun'],
    ]);
    expect(result).toMatchObject({ end: 'stopped', exitCode: 14, problem: { code: 'instrument-busy' } });
  });

  it('before its first step where it was cancelled while it looked: nothing is changed', async () => {
    const bench = await runBench(MISEQ);
    const before = await bench.bytes();
    bench.front.stop = 'cancelled';
    const result = await bench.run();
    expect(outcomes(result).map(([, status]) => status)).toEqual(['declined', 'declined']);
    expect(result.end).toBe('stopped');
    expect(await bench.bytes()).toBe(before);
  });
});

describe('the idle gate at the beginning', () => {
  it('an instrument that works is not touched, and no confirmation opens the gate', async () => {
    const bench = await runBench(MISEQ);
    await bench.edit(SEQUENCING_NOW);
    bench.front.answer = () => 'yes';
    const before = await bench.bytes();
    const result = await bench.run({ confirmIdle: true, interactive: true });
    expect(result).toMatchObject({ exitCode: 14, end: 'stopped', problem: { code: 'instrument-busy' } });
    expect(bench.front.asked).toEqual([]);
    expect(await bench.bytes()).toBe(before);
  });

  it('where files cannot tell and nobody vouches, nothing is changed', async () => {
    const bench = await runBench(MISEQ);
    const result = await bench.run({ confirmIdle: false });
    expect(bench.front.asked.map(({ kind }) => kind)).toEqual(['confirm-idle']);
    expect(result).toMatchObject({ exitCode: 14, problem: { code: 'idle-not-confirmed' } });
    expect(bench.receipts[0]?.confirmations.idle).toBe(false);
  });
});
