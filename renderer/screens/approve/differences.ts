import type { StepId } from '../../../main/model/choices.ts';
import type { Plan } from '../../../main/model/plan.ts';

/** One difference between two plans. */
export interface Difference {
  kind: 'added' | 'gone' | 'changed';
  step: StepId;
}

/** What of the plan shown before is different in the one to approve. Empty where only facts behind them differ. */
export function differences(before: Plan, now: Plan): Difference[] {
  const earlier = new Map(before.steps.map((step) => [step.id, step]));
  const later = new Set(now.steps.map(({ id }) => id));
  const gone = before.steps
    .filter(({ id }) => !later.has(id))
    .map(({ id }): Difference => ({ kind: 'gone', step: id }));
  const others = now.steps.flatMap((step): Difference[] => {
    const same = earlier.get(step.id);
    if (same === undefined) return [{ kind: 'added', step: step.id }];
    return JSON.stringify(same) === JSON.stringify(step) ? [] : [{ kind: 'changed', step: step.id }];
  });
  return [...gone, ...others];
}
