import type { Evidence } from '../model/assessment.ts';
import { whenRead } from '../model/fact.ts';
import type { Observation } from '../model/observation.ts';
import type { AccountRef, Listener, Process, Service } from '../model/system-facts.ts';
import { patternsIn, wholeNamesIn } from '../model/ucs-name.ts';
import { ownedByUcs, type UcsListener } from './ucs-listeners.ts';

/** The facts UCS is found by. */
export type UcsFacts = Pick<Observation, 'services' | 'processes' | 'listeners'>;

/** Something of UCS that runs, or is set to run, as an account. */
export interface UcsAccountUse {
  /** What runs, in words: a service as it is set up, or a process as it runs now. */
  what: string;
  of: 'service' | 'process';
  /** Null where the account could not be read. */
  account: AccountRef | null;
  evidence: Evidence;
}

/** What an observation shows of the Universal Copy Service. "Nothing found" and "could not be read" are kept apart. */
export interface UcsPresence {
  /**
   * `found`: a service or a process. `not-found`: services and processes were read and none is UCS by name, which is no
   * proof of absence. `unreadable`: none seen, but services or processes could not be read.
   */
  status: 'found' | 'not-found' | 'unreadable';
  services: Service[];
  /** The processes of UCS, and everything they started. NovaSeq has these without a service. */
  processes: Process[];
  /** Those of them that something else than UCS started: UCS itself. */
  mainProcesses: Process[];
  /** Those of them that UCS started, also where the line to their parent was cut. */
  startedProcesses: Process[];
  running: 'yes' | 'no' | 'unknown';
  /** Every UCS service is stopped and disabled, and no UCS process is in the (readable) process list. */
  disabled: boolean;
  /** Every account UCS runs as or is set to run as; a service that is stopped and disabled has none. */
  runsAs: UcsAccountUse[];
  listeners: UcsListener[];
  /** Listeners on addresses other machines can reach, whose owner could not be told. Any could be UCS. */
  unattributed: Listener[];
  /** The facts this rests on that could not be read: what they would show is missing above. */
  unread: ('services' | 'processes' | 'listeners')[];
  /** What was found, and for every fact that could not be read that it could not. */
  evidence: Evidence[];
}

/**
 * Finds UCS in an observation: services by name or display name, processes by what the program calls itself or as a UCS
 * service's process, with all their descendants, and what listens for them. `names` are patterns (`ucsNames` of the catalogue),
 * compared by letters and digits only, anywhere in the text; and whole names of services (`wholeName`).
 */
export function findUcs(observation: UcsFacts, names: readonly string[]): UcsPresence {
  const isUcs = namedLike(patternsIn(names));
  const named = wholeNamesIn(names);
  const allProcesses = whenRead(observation.processes);
  const services = (whenRead(observation.services) ?? []).filter(
    (service) => isUcs(service.name) || isUcs(service.displayName) || named.includes(service.name),
  );
  const titles = services.filter(({ name }) => named.includes(name)).map(({ displayName }) => displayName);
  const servicePids = services.flatMap(({ pid }) => (pid !== null && pid > 0 ? [pid] : []));
  const processes = withDescendants(
    allProcesses ?? [],
    ({ pid, description }) =>
      servicePids.includes(pid) || (description !== null && (isUcs(description) || titles.includes(description))),
  );
  const started = startedByUcs(processes, services);
  const pids = new Set([...servicePids, ...processes.map(({ pid }) => pid)]);
  const unread = (['services', 'processes', 'listeners'] as const).filter(
    (name) => observation[name].status === 'unavailable',
  );
  const found = services.length > 0 || processes.length > 0;
  const partlyUnread = unread.some((name) => name !== 'listeners');

  return {
    status: found ? 'found' : partlyUnread ? 'unreadable' : 'not-found',
    services,
    processes,
    mainProcesses: processes.filter((process) => !started.has(process)),
    startedProcesses: [...started],
    running: whetherRunning(services, processes, partlyUnread),
    disabled: services.length > 0 && services.every(isOff) && processes.length === 0 && !partlyUnread,
    runsAs: accountUses(observation, services, processes),
    ...ownedByUcs(whenRead(observation.listeners) ?? [], pids, allProcesses ?? null),
    unread,
    evidence: [
      ...services.map((service) => cite(observation, 'services', describeService(service))),
      ...processes.map((process) => cite(observation, 'processes', describeProcess(process))),
      ...unread.map((name) => citeUnread(observation, name)),
    ],
  };
}

/** Whether a service neither runs nor can start by itself. */
function isOff({ state, startType }: Service): boolean {
  return state === 'stopped' && startType === 'disabled';
}

function namedLike(names: readonly string[]): (text: string) => boolean {
  const patterns = names.map(lettersAndDigits).filter((pattern) => pattern !== '');
  return (text) => patterns.some((pattern) => lettersAndDigits(text).includes(pattern));
}

function lettersAndDigits(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

function withDescendants(all: readonly Process[], isRoot: (process: Process) => boolean): Process[] {
  const family = new Set(all.filter(isRoot));
  // A set grows while it is walked, so each descendant's own children are visited too; a cycle adds nothing new.
  for (const parent of family) {
    if (parent.pid <= 0) continue;
    for (const child of all) if (child.parentPid === parent.pid) family.add(child);
  }
  return [...family];
}

/** A process in the unit of a UCS service (it bears the service's name) that is not its main process was started by it too. */
function startedByUcs(processes: readonly Process[], services: readonly Service[]): Set<Process> {
  const pids = new Set(processes.map(({ pid }) => pid));
  const running = services.flatMap(({ pid, displayName }) => (pid !== null && pid > 0 ? [{ pid, displayName }] : []));
  const isMain = ({ pid }: Process) => running.some((service) => service.pid === pid);
  const hasParent = ({ pid, parentPid }: Process) => parentPid !== null && parentPid !== pid && pids.has(parentPid);
  const inUnit = ({ description }: Process) => running.some(({ displayName }) => displayName === description);
  return new Set(processes.filter((process) => !isMain(process) && (hasParent(process) || inUnit(process))));
}

function whetherRunning(
  services: readonly Service[],
  processes: readonly Process[],
  partlyUnread: boolean,
): UcsPresence['running'] {
  if (processes.length > 0 || services.some(({ state }) => state === 'running')) return 'yes';
  return partlyUnread || services.some(({ state }) => state !== 'stopped') ? 'unknown' : 'no';
}

function accountUses(
  observation: UcsFacts,
  services: readonly Service[],
  processes: readonly Process[],
): UcsAccountUse[] {
  const pids = new Set(processes.map(({ pid }) => pid));
  const unseen = services.filter(
    ({ state, pid }) =>
      state === 'running' && observation.processes.status === 'read' && !(pid !== null && pids.has(pid)),
  );
  return [
    ...services
      .filter((service) => !isOff(service))
      .map((service) => ({
        what: `the service "${service.displayName}" is set to run`,
        of: 'service' as const,
        account: service.account,
        evidence: cite(observation, 'services', describeService(service)),
      })),
    ...processes.map((process) => ({
      what: `the process "${process.name}" runs`,
      of: 'process' as const,
      account: process.account,
      evidence: cite(observation, 'processes', describeProcess(process)),
    })),
    ...unseen.map((service) => ({
      what: `the service "${service.displayName}" runs`,
      of: 'process' as const,
      account: null,
      evidence: cite(
        observation,
        'processes',
        `The process of the running service "${service.displayName}" is not in the list.`,
      ),
    })),
  ];
}

function describeService({ displayName, name, state, startType, account }: Service): string {
  const runsAs = account === null ? 'account not readable' : `account ${account.name}`;
  return `Service "${displayName}" (${name}): ${state}, start type ${startType}, ${runsAs}.`;
}

function describeProcess({ name, pid, description, account }: Process): string {
  const callsItself = description === null ? '' : `, calls itself "${description}"`;
  return `Process ${name} (${pid})${callsItself}, ${account === null ? 'account not readable' : `account ${account.name}`}.`;
}

function cite(observation: UcsFacts, fact: 'services' | 'processes', says: string): Evidence {
  const { source, at } = observation[fact];
  return { fact, says, source, at };
}

function citeUnread(observation: UcsFacts, fact: 'services' | 'processes' | 'listeners'): Evidence {
  const reading = observation[fact];
  const why = reading.status === 'unavailable' ? `: ${reading.detail}` : '';
  return { fact, says: `Not readable${why}`, source: reading.source, at: reading.at };
}
