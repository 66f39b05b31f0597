import { describe, expect, it } from 'vitest';
import type { Json } from '../../../main/model/json.ts';
import { OPERATOR, type RunBench, runBench, withChanges } from '../run/run-bench.ts';

const MISEQ = 'miseq-4.0-ruo';
const SHELL_UNDER_UCS: Json = { traces: { startedByUcs: ['C:\\Windows\\System32\\cmd.exe'] } };
const outcomes = ({ steps }: Awaited<ReturnType<RunBench['run']>>) =>
  steps.map(({ id, outcome }) => [id, outcome.status]);

async function brokenInto(scenario = MISEQ): Promise<RunBench> {
  const bench = await runBench(scenario);
  await bench.edit(SHELL_UNDER_UCS);
  return bench;
}

describe('a run on an instrument with strong signs of a break-in', () => {
  it('ends before anything is changed, and nobody is even asked for approval', async () => {
    const bench = await brokenInto();
    const before = await bench.bytes();
    const result = await bench.run({ approval: { kind: 'ask' }, interactive: true });
    expect(result).toMatchObject({ exitCode: 18, end: 'stopped', problem: { code: 'signs-of-compromise' } });
    expect(await bench.bytes()).toBe(before);
    expect(bench.receipts.at(-1)).toMatchObject({
      signsAccepted: null,
      findings: expect.arrayContaining([expect.objectContaining({ code: 'ucs-started-shell', grade: 'strong' })]),
    });
  });

  it('is not called done where there was nothing to change', async () => {
    const bench = await brokenInto('already-remediated');
    expect(await bench.run()).toMatchObject({ exitCode: 18, problem: { code: 'signs-of-compromise' } });
    expect(await bench.run({ acceptSigns: 'exported' })).toMatchObject({ exitCode: 0, problem: null });
  });

  it('goes on when a technician accepts them, and the signs stay on the receipt after the change took them away', async () => {
    const bench = await brokenInto();
    expect(await bench.run({ acceptSigns: 'exported' })).toMatchObject({ exitCode: 0 });
    const [receipt] = bench.receipts;
    expect(receipt?.signsAccepted).toEqual({ reason: 'exported', by: OPERATOR.name });
    expect(receipt?.findings.map(({ code }) => code)).not.toContain('no-signs-found');
  });

  it('does not go on when somebody of the lab accepts them', async () => {
    const bench = await brokenInto();
    const operator = { ...OPERATOR, role: 'lab' as const };
    expect(await bench.run({ acceptSigns: 'exported', operator })).toMatchObject({ exitCode: 18 });
    expect(bench.receipts.at(-1)?.signsAccepted).toBeNull();
  });

  it('stops between steps where they show up after the first change', async () => {
    let plant = async () => {};
    const bench = await runBench(MISEQ, (host) =>
      withChanges(host, {
        async addFirewallRules(rules) {
          await host.changes?.addFirewallRules(rules);
          await plant();
        },
      }),
    );
    plant = () => bench.edit(SHELL_UNDER_UCS);
    const result = await bench.run();
    expect(result).toMatchObject({ exitCode: 18, end: 'stopped', problem: { code: 'signs-of-compromise' } });
    expect(outcomes(result)).toEqual([
      ['firewall-ports', 'done'],
      ['ucs-account', 'not-begun'],
    ]);
  });
});

it('a reason given where nothing strong was found is not printed as if something had been accepted', async () => {
  const bench = await runBench(MISEQ);
  await bench.run({ acceptSigns: 'exported' });
  expect(bench.receipts.at(-1)?.signsAccepted).toBeNull();
});

it('reviews are shown to the person who approves the plan', async () => {
  const bench = await runBench(MISEQ);
  await bench.edit({ network: { remoteDesktop: { enabled: true, through: ['port 3389'] } } });
  await bench.run({ approval: { kind: 'ask' }, interactive: true });
  const asked = bench.front.asked.find(({ kind }) => kind === 'approve');
  expect(asked).toMatchObject({ signs: [{ code: 'remote-desktop-on', grade: 'review' }] });
});
