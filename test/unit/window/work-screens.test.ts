import { describe, expect, it } from 'vitest';
import type { RunResult } from '../../../main/model/run-state.ts';
import type { StepRecord } from '../../../main/model/step-result.ts';
import { differences } from '../../../renderer/screens/approve/differences.ts';
import { canUndo, headline, waitsForRestart } from '../../../renderer/screens/result/result-words.ts';
import { runBench } from '../run/run-bench.ts';

async function planOf(scenario: string) {
  const bench = await runBench(scenario);
  await bench.run();
  const { plan } = await bench.state();
  if (plan === null) throw new Error('this scenario has a plan');
  return plan;
}

describe('the plan to approve beside the one seen before', () => {
  it('differs in nothing where it is the same', async () => {
    const plan = await planOf('miseq-4.0-ruo');
    expect(differences(plan, structuredClone(plan))).toEqual([]);
  });

  it('names each step that came, went or changed, so that nobody approves what they did not see', async () => {
    const plan = await planOf('miseq-4.0-ruo');
    const [firewall, account] = plan.steps;
    expect(differences({ ...plan, steps: [firewall!] }, { ...plan, steps: [account!] })).toEqual([
      { kind: 'gone', step: 'firewall-ports' },
      { kind: 'added', step: 'ucs-account' },
    ]);
    const changed = { ...account!, changes: [{ what: 'x', before: 'y', after: 'z' }] };
    expect(differences(plan, { ...plan, steps: [firewall!, changed] })).toEqual([
      { kind: 'changed', step: 'ucs-account' },
    ]);
  });
});

describe('what the result offers', () => {
  const record = (id: StepRecord['id'], status: StepRecord['outcome']['status'], code = 'x'): StepRecord => ({
    id,
    mode: 'automatic',
    performedBy: 'program',
    startedAt: null,
    endedAt: null,
    outcome: { status, code, says: '', next: null },
    checks: [],
  });
  const result = (end: RunResult['end'], ...steps: StepRecord[]): RunResult => ({
    runId: 'r',
    end,
    overall: 'mitigated',
    verdicts: [],
    steps,
    receiptId: 'r',
    pack: null,
    contact: null,
    exitCode: 0,
    problem: null,
  });

  it('is an undo only where something stands that can be undone', () => {
    expect(canUndo(result('completed', record('firewall-ports', 'done')))).toBe(true);
    expect(canUndo(result('failed', record('ucs-account', 'failed', 'not-taken-back')))).toBe(true);
    expect(canUndo(result('completed', record('product-installer', 'done')))).toBe(false);
    expect(canUndo(result('declined', record('firewall-ports', 'declined')))).toBe(false);
    expect(canUndo(result('rolled-back', record('firewall-ports', 'done')))).toBe(false);
  });

  it('never calls an instrument closed that still waits for a restart or was put back', () => {
    expect(headline(result('interim'))).toBe('interim');
    expect(headline(result('rolled-back'))).toBe('rolled-back');
    expect(headline(result('completed'))).toBe('mitigated');
    expect(waitsForRestart(result('completed', record('product-installer', 'needs-restart')))).toBe(true);
    expect(waitsForRestart(result('completed', record('firewall-ports', 'done')))).toBe(false);
  });
});
