import { describe, expect, it } from 'vitest';
import { scenarioSummaries } from '../../../main/host/practice/scenarios.ts';
import { StepId } from '../../../main/model/choices.ts';
import { STEPS, stepById } from '../../../wizard-steps/registry.ts';
import { practiceBench } from '../practice/practice-bench.ts';
import { planContext } from './step-bench.ts';

describe('every remediation path', () => {
  it('is registered once, under an id that can be declined', () => {
    expect(STEPS.map(({ id }) => id).sort()).toEqual([...StepId.options].sort());
    for (const id of StepId.options) expect(stepById(id).id).toBe(id);
  });

  it.each(scenarioSummaries().filter(({ id }) => id !== 'installer-fails'))(
    '$id: planning and looking change nothing, and parameters and backup survive the journal',
    async ({ id }) => {
      const { host, bytes } = await practiceBench(id);
      const before = await bytes();
      const context = await planContext(host, id);
      for (const step of STEPS) {
        if (step.applicable(context) === false) continue;
        const { params } = step.prepare(context);
        const again = JSON.parse(JSON.stringify(params));
        expect(step.params.parse(again)).toEqual(params);
        expect(step.describe(again).length).toBeGreaterThan(0);
        const backup = await step.backup(host, again);
        expect(step.backups.parse(JSON.parse(JSON.stringify(backup)))).toEqual(backup);
        await step.verify(host, again);
      }
      expect(await bytes()).toBe(before);
    },
  );

  it('refuses parameters and backups that are not its own', async () => {
    const { host } = await practiceBench('miseq-4.0-ruo');
    for (const step of STEPS) {
      expect(() => step.describe({ command: 'format c:' })).toThrow();
      await expect((async () => step.verify(host, { more: 1 }))()).rejects.toThrow();
      const context = {} as Parameters<typeof step.apply>[2];
      await expect((async () => step.apply(host, { more: 1 }, context))()).rejects.toThrow();
      await expect((async () => step.rollback(host, { more: 1 }, context))()).rejects.toThrow();
    }
  });
});
