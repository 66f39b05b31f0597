import { whenRead } from '../model/fact.ts';
import type { Observation } from '../model/observation.ts';
import type { Service } from '../model/system-facts.ts';
import { wholeName } from '../model/ucs-name.ts';
import type { UnitCandidate } from '../model/unit-candidate.ts';
import { isLoopback } from './address.ts';
import { isEphemeralPort } from './ephemeral-ports.ts';
import { findUcs } from './ucs.ts';

/** Programs of systemd itself: never somebody's copy service. */
const OF_SYSTEMD = /^(\/usr)?\/lib\/systemd\//;
/** The vendor's name, or what UCS does, in a name or path. A hint to a person, never a finding. */
const HINT = /illumina|copy[ _-]?service/i;

/** Which unit of a Linux machine is the copy service: one stands out, or a person has to choose. */
export interface UnitOfUcs {
  /** The only one that goes by the name of UCS, or the only one of them that holds sockets; null where none stands out. */
  clear: Service | null;
  /** Empty where one is clear, on systems without units, and where units could not be read. */
  candidates: UnitCandidate[];
}

/**
 * Looks for the unit of UCS. `names` are what UCS is found by without a person's word. Where no unit goes by them, candidates are the
 * units that serve other machines, write into folders of runs, or carry the vendor's name.
 */
export function unitOfUcs(observation: Observation, names: readonly string[]): UnitOfUcs {
  const { host, operatingSystem, services } = observation;
  const all = whenRead(services);
  if (!host.live || whenRead(operatingSystem)?.family !== 'linux' || all === undefined) {
    return { clear: null, candidates: [] };
  }
  const named = findUcs(observation, names).services;
  const holding = named.filter((service) => servedBy(observation, service).length > 0);
  const close = holding.length > 0 ? holding : named;
  const [only, ...more] = close;
  if (only !== undefined && more.length === 0) return { clear: only, candidates: [] };
  const pool = close.length > 0 ? close : all.filter((service) => mayBeUcs(observation, service));
  return { clear: null, candidates: pool.map((service) => candidate(observation, service, named)).sort(byUnit) };
}

function mayBeUcs(observation: Observation, service: Service): boolean {
  if (service.state === 'stopped' || OF_SYSTEMD.test(service.imagePath ?? '')) return false;
  if (!ownersAreKnown(observation)) return true;
  return (
    hasHint(service) || runFoldersWritten(observation, service).length > 0 || servedBy(observation, service).length > 0
  );
}

/** Without administrator rights nobody can tell which unit holds which port: then no running unit can be ruled out. */
function ownersAreKnown({ listeners }: Observation): boolean {
  return listeners.status === 'read' && listeners.value.every(({ owner }) => owner.kind !== 'unreadable');
}

function hasHint({ name, displayName, imagePath }: Service): boolean {
  return [name, displayName, imagePath ?? ''].some((text) => HINT.test(text));
}

function candidate(observation: Observation, service: Service, named: readonly Service[]): UnitCandidate {
  const ports = servedBy(observation, service);
  const folders = runFoldersWritten(observation, service);
  return {
    unit: service.name,
    displayName: service.displayName,
    speaks: [
      ...(named.includes(service) ? ['It goes by the name of the copy service.'] : []),
      ...(ports.length > 0 ? [`Other machines could reach it: it listens on ${ports.join(', ')}.`] : []),
      ...(ports.length === 0 && !ownersAreKnown(observation) ? ['What it listens on could not be read.'] : []),
      ...(folders.length > 0 ? [`It writes into the run folder ${folders[0]}.`] : []),
      service.account === null
        ? 'It runs as an account that could not be read.'
        : `It runs as ${service.account.name}.`,
      service.imagePath === null ? 'Its program is not known.' : `Its program is ${service.imagePath}.`,
    ],
  };
}

/** Ports a unit holds for other machines, in words; those the system chose by itself only as such. */
function servedBy(observation: Observation, { name }: Service): string[] {
  const { listeners } = findUcs(observation, [wholeName(name)]);
  const words = listeners
    .filter(({ address }) => !isLoopback(address))
    .map(({ protocol, port }) =>
      isEphemeralPort(port, 'linux')
        ? `a ${protocol.toUpperCase()} port that changes`
        : `${protocol.toUpperCase()} port ${port}`,
    );
  return [...new Set(words)].sort();
}

function runFoldersWritten(observation: Observation, { writes = [] }: Service): string[] {
  const folders = (whenRead(observation.runFolders) ?? []).map(({ path }) => path);
  return folders.filter((folder) => writes.some(({ path }) => path === folder || path.startsWith(`${folder}/`)));
}

function byUnit(a: UnitCandidate, b: UnitCandidate): number {
  return a.unit < b.unit ? -1 : 1;
}
