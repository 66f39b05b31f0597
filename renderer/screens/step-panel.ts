import type { PlannedStep } from '../../main/model/plan.ts';

/** What a step's own part of a screen gets. */
export interface StepPanelProps {
  step: PlannedStep;
  /** `plan`: before it is approved, where the person can still give what it needs. `run`: while it is done. */
  where: 'plan' | 'run';
}
