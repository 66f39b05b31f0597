import { packName } from '../../../model/pack-stamp.ts';
import type { Plan } from '../../../model/plan.ts';
import type { Output } from '../output.ts';

/** Shows a plan to a person: each step with why, what changes, what cannot be undone, what it needs, and the digest. */
export function showPlan(plan: Plan, digest: string, output: Output): void {
  const { colours } = output;
  if (plan.steps.length === 0) output.line('Plan: there is nothing to change.');
  plan.steps.forEach((step, index) => {
    const undo = step.reversible ? 'can be undone' : 'CANNOT be undone';
    output.line(colours.bold(`Step ${index + 1}: ${step.id} (${step.mode}, ${undo})`));
    output.line(`  Why: ${step.because}`);
    if (step.condition !== null) output.line(`  When: ${step.condition.text}`);
    for (const { what, before, after } of step.changes) {
      output.line(`  ${what}`);
      output.line(`    before: ${before}`);
      output.line(`    after:  ${after}`);
    }
    for (const warning of step.warnings) output.line(colours.yellow(`  Note: ${warning}`));
    for (const need of step.needs) output.line(colours.yellow(`  Needed: ${need}`));
  });
  for (const { id, because } of plan.leftOut) output.line(`Left out: ${id}. ${because}`);
  if (plan.pack !== null) output.line(`With ${packName(plan.pack)}.`);
  output.line(`Digest of this plan: ${digest}`);
}
