import type { Assessment, CveId, VerdictState } from '../model/assessment.ts';
import type { Condition, PlannedStep } from '../model/plan.ts';

/** States in which a weakness is still open to somebody. */
const OPEN: readonly VerdictState[] = ['exposed', 'conflict'];

/** The CVEs an assessment leaves open. */
export function openCves(assessment: Assessment): CveId[] {
  return assessment.verdicts.filter((verdict) => OPEN.includes(verdict.state)).map((verdict) => verdict.cve);
}

/**
 * The installer aims at both weaknesses, so what follows it is done only where it left something open: that cannot be known
 * before it ran. Null: nothing earlier in the plan works on the same weakness.
 */
export function conditionFor(addresses: readonly CveId[], earlier: readonly PlannedStep[]): Condition | null {
  const installer = earlier.find((step) => step.id === 'product-installer');
  const stillOpen = addresses.filter((cve) => installer?.addresses.includes(cve));
  if (installer === undefined || stillOpen.length === 0) return null;
  return {
    stillOpen: [...stillOpen],
    after: installer.id,
    text: `Only if ${stillOpen.join(' and ')} is still open after the installer has run.`,
  };
}

/** Whether a condition has come true, by a fresh assessment. */
export function conditionHolds(condition: Condition | null, fresh: Assessment): boolean {
  return condition === null || condition.stillOpen.some((cve) => openCves(fresh).includes(cve));
}
