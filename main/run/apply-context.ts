import { setTimeout } from 'node:timers/promises';
import type { ApplyContext } from '../../wizard-steps/step.ts';
import type { PlannedStep } from '../model/plan.ts';
import type { PerformedBy } from '../model/step-result.ts';
import type { RunSession } from './session.ts';

/** What a step may use while it works; remembers whether a person did it, and which kind of person. */
export function applyContext(
  session: RunSession,
  planned: Pick<PlannedStep, 'id' | 'mode'>,
): { context: ApplyContext; performedBy: () => PerformedBy } {
  const { host, front } = session.ports;
  let performer: PerformedBy = 'program';
  const context: ApplyContext = {
    runId: session.state.runId,
    progress: (says) => front.progress({ kind: 'step-says', step: planned.id, says }),
    pause: (milliseconds) => (host.about.practice ? Promise.resolve() : setTimeout(milliseconds)),
    password: async (account) =>
      (await front.password(account)) ?? (await host.simulatedPerson?.passwordFor(account)) ?? null,
    guide: async (task) => {
      if (host.simulatedPerson !== null) {
        performer = 'simulated-person';
        front.progress({ kind: 'person', step: planned.id, says: `Simulated person: ${task.title}` });
        return host.simulatedPerson.perform(task);
      }
      performer = 'operator';
      const answer = await front.ask({ kind: 'guide', title: task.title, instructions: task.instructions });
      if (answer === 'nobody-there') return answer;
      return answer === 'yes' ? 'done' : 'refused';
    },
  };
  return { context, performedBy: () => performer };
}
