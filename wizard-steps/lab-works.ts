import * as z from 'zod';
import { type Host, HostChangeError, type HostChanges } from '../main/host/host.ts';
import { type Fact, whenRead } from '../main/model/fact.ts';
import type { Observation } from '../main/model/observation.ts';
import type { Check } from '../main/model/step-result.ts';
import type { OutputPlace, Service } from '../main/model/system-facts.ts';
import { findUcs } from '../main/observe/ucs.ts';

/** What the lab relied on before a change: it must be the same afterwards. Printed beside what was seen after it. */
export const LabBaseline = z.strictObject({
  /** Patterns UCS is found by. */
  ucsNames: z.array(z.string()),
  ucsBefore: z.enum(['running', 'not running', 'not readable']),
  /** Services that work with UCS and ran before the change, by service name; null where services could not be read. */
  dependants: z.array(z.string()).nullable(),
});
export type LabBaseline = z.infer<typeof LabBaseline>;

/** Local Run Manager is the one service known to work with UCS (Illumina knowledge article 7852). */
const DEPENDANT = /local run manager/i;

const RUNNING = { yes: 'running', no: 'not running', unknown: 'not readable' } as const;

/** Reads from an observation what has to work again after a change. */
export function labBaseline(observation: Observation, ucsNames: readonly string[]): LabBaseline {
  const dependants = whenRead(observation.services)
    ?.filter(({ displayName, state }) => DEPENDANT.test(displayName) && state === 'running')
    .map(({ name }) => name)
    // The plan holds this list: the order a system lists services in must not make it another plan.
    .sort();
  return {
    ucsNames: [...ucsNames],
    ucsBefore: RUNNING[findUcs(observation, ucsNames).running],
    dependants: dependants ?? null,
  };
}

/**
 * Looks whether the lab can still work: UCS runs, can write where it copies runs to, and what depends on it still runs. Every check
 * says what was before and what is after.
 *
 * @param observation a look taken after the change
 * @param writesAs account the test file is written as; null where the step does not change it
 * @param folders folders of this machine UCS is known to write in, besides the output places
 */
export async function checkLabWorks(
  host: Host,
  observation: Observation,
  baseline: LabBaseline,
  writesAs: string | null,
  folders: readonly string[] = [],
): Promise<Check[]> {
  const checks = [ucsRuns(observation, baseline), ...dependantsRun(observation.services, baseline)];
  if (writesAs !== null) {
    const places = folders.map((path): OutputPlace => ({ path, kind: 'local' }));
    if (host.changes !== null) checks.push(...(await writeEverywhere(host.changes, places, writesAs)));
    checks.push(...(await canWrite(host, observation, writesAs)));
  }
  return checks;
}

function ucsRuns(observation: Observation, { ucsNames, ucsBefore }: LabBaseline): Check {
  const now = RUNNING[findUcs(observation, ucsNames).running];
  const stopped = ucsBefore === 'running' && now === 'not running';
  return {
    id: 'ucs-running',
    about: 'lab-works',
    result: now === 'running' ? 'passed' : stopped ? 'failed' : 'not-possible',
    says: `The copy service (UCS). Before: ${ucsBefore}; after: ${now}.`,
    source: observation.processes.source,
  };
}

function dependantsRun(services: Fact<Service[]>, { dependants }: LabBaseline): Check[] {
  const base = { about: 'lab-works', source: services.source } as const;
  if (dependants === null) {
    const says = 'What works with UCS (Local Run Manager). Before: not readable, so it cannot be compared.';
    return [{ ...base, id: 'dependants', result: 'not-possible', says }];
  }
  return dependants.map((name) => {
    const service = whenRead(services)?.find((candidate) => candidate.name === name);
    const now = services.status === 'unavailable' ? 'not readable' : (service?.state ?? 'gone');
    const result = now === 'running' ? 'passed' : now === 'not readable' ? 'not-possible' : 'failed';
    const says = `${service?.displayName ?? name}, which works with UCS. Before: running; after: ${now}.`;
    return { ...base, id: `dependant-${name}`, result, says };
  });
}

async function canWrite(host: Host, observation: Observation, account: string): Promise<Check[]> {
  const places = observation.outputPlaces;
  const base = { id: 'output-writable', about: 'lab-works' } as const;
  if (places.status === 'unavailable' || host.changes === null) {
    const why = places.status === 'unavailable' ? places.detail : 'Acting as another account is not possible here.';
    const says = `Whether ${account} can write where UCS copies runs to was not tested. ${why} Look at the next run folder.`;
    return [{ ...base, result: 'not-possible', says, source: places.source }];
  }
  return writeEverywhere(host.changes, places.value, account);
}

async function writeEverywhere(
  changes: HostChanges,
  places: readonly OutputPlace[],
  account: string,
): Promise<Check[]> {
  const base = { id: 'output-writable', about: 'lab-works' } as const;
  const checks: Check[] = [];
  for (const place of places) {
    const answer = await testWrite(changes, place, account);
    const source = `test file in ${place.path}`;
    if (answer === 'written') {
      checks.push({
        ...base,
        result: 'passed',
        says: `${account} in ${place.path}. Before: not tested, nothing is written before approval; after: wrote a test file and removed it.`,
        source,
      });
    } else if (answer === 'refused') {
      checks.push({
        ...base,
        result: 'failed',
        says: `${account} in ${place.path}. Before: not tested, nothing is written before approval; after: not allowed to write.`,
        source,
      });
    } else {
      const says = `Whether ${account} can write to ${place.path} could not be tested. Look at the next run folder.`;
      checks.push({ ...base, result: 'not-possible', says, source });
    }
  }
  return checks;
}

/** A test that the system does not let anybody make tells nothing about the account. */
async function testWrite(changes: HostChanges, place: OutputPlace, account: string) {
  try {
    return await changes.testWrite(place, account);
  } catch (error) {
    if (error instanceof HostChangeError) return 'cannot-tell';
    throw error;
  }
}
