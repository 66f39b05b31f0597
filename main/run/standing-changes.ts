import type { StandingChange } from '../model/assessment.ts';
import type { RunState } from '../model/run-state.ts';

/** Outcomes after which a change of ours is on the machine. */
const LEAVES_A_CHANGE: readonly string[] = ['done', 'needs-restart', 'conflict'];

/**
 * What earlier (and the running) runs left on the machine, by their journals. A change that waits for a restart stops waiting
 * when the system was started anew; an unreadable boot id leaves it waiting, because then nobody knows.
 */
export function standingChanges(runs: readonly RunState[], bootId: string | null): StandingChange[] {
  return runs.flatMap((run) =>
    run.steps.flatMap((step): StandingChange[] => {
      if (step.outcome === null || step.phase !== 'ended' || !LEAVES_A_CHANGE.includes(step.outcome.status)) return [];
      const restarted = bootId !== null && step.endedInBoot !== null && bootId !== step.endedInBoot;
      const waits = step.outcome.status === 'needs-restart' && !restarted;
      const cves = run.plan?.steps.find((planned) => planned.id === step.id)?.addresses ?? [];
      return [{ step: step.id, runId: run.runId, cves, state: waits ? 'waits-for-restart' : 'applied' }];
    }),
  );
}
