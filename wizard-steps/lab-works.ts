import { z } from 'zod';
import type { Host } from '../main/host/host.ts';
import { type Fact, whenRead } from '../main/model/fact.ts';
import type { Observation } from '../main/model/observation.ts';
import type { Check } from '../main/model/step-result.ts';
import type { Service } from '../main/model/system-facts.ts';
import { observe } from '../main/observe/observe.ts';
import { findUcs } from '../main/observe/ucs.ts';

/** What the lab relied on before a change: it must be the same afterwards. */
export const LabBaseline = z.strictObject({
  /** Patterns UCS is found by. */
  ucsNames: z.array(z.string()),
  ucsWasRunning: z.boolean(),
  /** Services that work with UCS and ran before the change, by service name. */
  dependants: z.array(z.string()),
});
export type LabBaseline = z.infer<typeof LabBaseline>;

/** Local Run Manager is the one service known to work with UCS (Illumina knowledge article 7852). */
const DEPENDANT = /local run manager/i;

/** Reads from an observation what has to work again after a change. */
export function labBaseline(observation: Observation, ucsNames: readonly string[]): LabBaseline {
  const services = whenRead(observation.services) ?? [];
  return {
    ucsNames: [...ucsNames],
    ucsWasRunning: findUcs(observation, ucsNames).running === 'yes',
    dependants: services
      .filter(({ displayName, state }) => DEPENDANT.test(displayName) && state === 'running')
      .map(({ name }) => name),
  };
}

/**
 * Looks whether the lab can still work: UCS runs, can write where it copies runs to, and what depends on it still runs.
 *
 * @param writesAs account the test file is written as; null where the step does not change it
 */
export async function checkLabWorks(host: Host, baseline: LabBaseline, writesAs: string | null): Promise<Check[]> {
  const observation = await observe(host);
  const checks = baseline.ucsWasRunning ? [ucsRuns(observation, baseline.ucsNames)] : [];
  checks.push(...baseline.dependants.map((name) => dependantRuns(observation.services, name)));
  if (writesAs !== null) checks.push(...(await canWrite(host, observation, writesAs)));
  return checks;
}

function ucsRuns(observation: Observation, ucsNames: readonly string[]): Check {
  const { running } = findUcs(observation, ucsNames);
  const says = {
    yes: 'The copy service (UCS) is running.',
    no: 'The copy service (UCS) is not running any more.',
    unknown: 'Whether the copy service (UCS) is running could not be read.',
  }[running];
  return {
    id: 'ucs-running',
    about: 'lab-works',
    result: running === 'yes' ? 'passed' : running === 'no' ? 'failed' : 'not-possible',
    says,
    source: observation.processes.source,
  };
}

function dependantRuns(services: Fact<Service[]>, name: string): Check {
  const service = whenRead(services)?.find((candidate) => candidate.name === name);
  const shown = service?.displayName ?? name;
  const base = { id: `dependant-${name}`, about: 'lab-works', source: services.source } as const;
  if (services.status === 'unavailable') {
    return { ...base, result: 'not-possible', says: `Whether ${shown} still runs could not be read.` };
  }
  return service?.state === 'running'
    ? { ...base, result: 'passed', says: `${shown}, which works with UCS, is running as before.` }
    : { ...base, result: 'failed', says: `${shown}, which works with UCS, was running before and is not any more.` };
}

async function canWrite(host: Host, observation: Observation, account: string): Promise<Check[]> {
  const places = observation.outputPlaces;
  const base = { id: 'output-writable', about: 'lab-works' } as const;
  if (places.status === 'unavailable' || host.changes === null) {
    const why = places.status === 'unavailable' ? places.detail : 'acting as another account is not possible here';
    const says = `Whether ${account} can write where UCS copies runs to was not tested: ${why}. Look at the next run folder.`;
    return [{ ...base, result: 'not-possible', says, source: places.source }];
  }
  const checks: Check[] = [];
  for (const place of places.value) {
    const answer = await host.changes.testWrite(place, account);
    const source = `test file in ${place.path}`;
    if (answer === 'written') {
      checks.push({
        ...base,
        result: 'passed',
        says: `${account} wrote and removed a test file in ${place.path}.`,
        source,
      });
    } else if (answer === 'refused') {
      checks.push({ ...base, result: 'failed', says: `${account} is not allowed to write to ${place.path}.`, source });
    } else {
      const says = `Whether ${account} can write to ${place.path} could not be tested. Look at the next run folder.`;
      checks.push({ ...base, result: 'not-possible', says, source });
    }
  }
  return checks;
}
