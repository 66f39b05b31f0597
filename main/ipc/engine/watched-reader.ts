import type { HostReader } from '../../host/host.ts';
import type { Fact } from '../../model/fact.ts';
import { FactName } from '../../model/observation.ts';
import type { Reading } from '../wizard-snapshot.ts';

/** A machine that tells which of its facts is being read, and what came of it. Answers exactly as the machine itself does. */
export function watchedReader<Machine extends HostReader>(machine: Machine, tell: (reading: Reading) => void): Machine {
  const watched: Machine = Object.create(machine);
  for (const fact of FactName.options) {
    const read = machine[fact] as (...given: unknown[]) => Promise<Fact<unknown>>;
    Object.defineProperty(watched, fact, {
      value: (...given: unknown[]) => watch(fact, () => read.apply(machine, given), tell),
    });
  }
  return watched;
}

async function watch(
  fact: Reading['fact'],
  read: () => Promise<Fact<unknown>>,
  tell: (reading: Reading) => void,
): Promise<Fact<unknown>> {
  tell({ fact, state: 'reading', source: null, cause: null, detail: null });
  try {
    const answer = await read();
    const failed = answer.status === 'unavailable' ? answer : null;
    tell({
      fact,
      state: failed === null ? 'read' : 'unavailable',
      source: answer.source,
      cause: failed?.cause ?? null,
      detail: failed?.detail ?? null,
    });
    return answer;
  } catch (error) {
    tell({ fact, state: 'unavailable', source: null, cause: 'tool-failed', detail: String(error) });
    throw error;
  }
}
