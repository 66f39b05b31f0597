import type { Assessment, CveId, VerdictState } from '../model/assessment.ts';
import type { Condition, PlannedStep } from '../model/plan.ts';

/** States in which a weakness is still open to somebody. */
const OPEN: readonly VerdictState[] = ['exposed', 'conflict'];

/** States in which nobody knows whether it is: never taken for closed. */
const NOT_KNOWN: readonly VerdictState[] = ['unknown', 'pending-reboot'];

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

/**
 * Whether a planned step still has something to work on, by a fresh assessment: one of the CVEs of its condition, or, without a
 * condition, of those it addresses. A CVE whose state is not known gives `cannot-tell`, never `closed`.
 */
export function stillOpen(
  { condition, addresses }: Pick<PlannedStep, 'condition' | 'addresses'>,
  fresh: Assessment,
): 'open' | 'closed' | 'cannot-tell' {
  const cves = condition?.stillOpen ?? addresses;
  const states = fresh.verdicts.filter(({ cve }) => cves.includes(cve)).map(({ state }) => state);
  if (states.some((state) => OPEN.includes(state))) return 'open';
  return states.length < cves.length || states.some((state) => NOT_KNOWN.includes(state)) ? 'cannot-tell' : 'closed';
}
