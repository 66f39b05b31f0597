import type { TrustedPack } from '../catalogue/open-pack.ts';
import { entriesFor } from '../catalogue/pack-for-instrument.ts';
import { matchRange } from '../catalogue/range.ts';
import {
  type FixCriterion,
  type InstalledCriterion,
  MayListen,
  MayRunAs,
  type Sourced,
} from '../catalogue/site-pack.ts';
import type { CveId, Evidence, Identification } from '../model/assessment.ts';
import { whenRead } from '../model/fact.ts';
import type { Observation } from '../model/observation.ts';
import { packName } from '../model/pack-stamp.ts';
import { comparableName } from '../observe/software-names.ts';
import type { Listing } from './listing.ts';

/** What a site pack's fix criteria for one CVE come to on this machine. */
export type FixJudgement =
  | { result: 'no-criteria' }
  | { result: 'not-met'; because: string }
  /** What is installed meets them, but files may still be replaced at the next start. */
  | { result: 'restart-pending'; because: string; evidence: Evidence[] }
  | { result: 'met'; because: string; evidence: Evidence[]; mayListen: MayListen; mayRunAs: MayRunAs };

/** What the criteria are held against. */
export interface FixCircumstances {
  pack: TrustedPack | null;
  observation: Observation;
  identification: Identification;
  listing: Listing;
}

/**
 * Holds what is installed against the fix criteria for a CVE. Every criterion of every entry that speaks of this instrument
 * has to be met, and each of the advisory's entries the instrument matches has to have one. Doubt never fixes: an instrument
 * that is not known for certain, a reading that failed, a version that could be on either side, a copied disk.
 */
export function judgeFix({ pack, observation, identification, listing }: FixCircumstances, cve: CveId): FixJudgement {
  const entries = entriesFor(pack, listing.entries);
  const criteria = entries.flatMap(({ fixCriteria }) => fixCriteria.filter((criterion) => criterion.cve === cve));
  if (pack === null || criteria.length === 0) return { result: 'no-criteria' };
  const notMet = (because: string): FixJudgement => ({ result: 'not-met', because });
  if (!observation.host.live) return notMet('a copied disk does not show what is installed today');
  if (!identification.current)
    return notMet('which product and version runs here is not shown by what is installed now');
  const uncovered = listing.entries.filter(
    (id) =>
      !entries.some(({ appliesTo, fixCriteria }) => appliesTo.includes(id) && fixCriteria.some((c) => c.cve === cve)),
  );
  if (uncovered.length > 0) return notMet(`it names none for ${uncovered.join(', ')}`);

  const name = packName(pack.stamp);
  const judged = criteria.map(({ installed }) => judgeInstalled(installed, observation, name));
  const open = judged.find((each) => 'notMet' in each);
  if (open !== undefined && 'notMet' in open) return notMet(open.notMet);
  const met = judged.flatMap((each) => ('notMet' in each ? [] : [each]));
  const because = `What is installed meets the fix criteria for ${cve}: ${met.map(({ found }) => found).join('; ')} (per ${name}).`;
  const evidence = met.flatMap((each) => each.evidence);

  const restart = observation.pendingReboot;
  if (restart.status === 'unavailable')
    return notMet(`whether a restart is awaited could not be read (${restart.detail})`);
  const { source, at } = restart;
  if (restart.value.pending) {
    const says = `The system waits for a restart: ${restart.value.reasons.join(', ') || 'no reason given'}`;
    return { result: 'restart-pending', because, evidence: [...evidence, { fact: 'pendingReboot', says, source, at }] };
  }
  return { result: 'met', because, evidence, mayListen: leastListening(criteria), mayRunAs: leastRights(criteria) };
}

type InstalledJudgement = { notMet: string } | { found: string; evidence: Evidence[] };

function judgeInstalled(
  { value, source }: Sourced<InstalledCriterion>,
  observation: Observation,
  packNamed: string,
): InstalledJudgement {
  const { kind, name, range } = value;
  const fact = kind === 'software' ? 'software' : 'fileVersions';
  const reading = observation[fact];
  if (reading.status === 'unavailable') return { notMet: `what is installed could not be read (${reading.detail})` };
  const found = kind === 'software' ? installedSoftware(observation, name) : programFiles(observation, name);
  if (found.length === 0) return { notMet: `${name} was not found among what is installed` };
  // An older one beside the fixed one may be what runs.
  const outside = found.find(({ version }) => matchRange(range, version) !== 'inside');
  if (outside !== undefined) return { notMet: `${outside.what} ${outside.version} is not surely in "${range}"` };
  const says = (what: string, version: string) =>
    `${what} ${version} is installed; "${range}" holds the fix, says ${packNamed} (its source: ${source}).`;
  return {
    found: found.map(({ what, version }) => `${what} ${version}`).join(', '),
    evidence: found.map(({ what, version }) => ({
      fact,
      says: says(what, version),
      source: reading.source,
      at: reading.at,
    })),
  };
}

interface Installed {
  what: string;
  version: string;
}

function installedSoftware(observation: Observation, name: string): Installed[] {
  return (whenRead(observation.software) ?? [])
    .filter((entry) => comparableName(entry.name) === comparableName(name))
    .map((entry) => ({ what: entry.name, version: entry.version }));
}

/** Program files by absolute path, or by file name wherever they lie. Case plays no part, so that more is looked at, not less. */
function programFiles(observation: Observation, name: string): Installed[] {
  const wanted = name.toLowerCase();
  return (whenRead(observation.fileVersions) ?? [])
    .filter(({ path }) => [path, path.split(/[\\/]/).at(-1) ?? path].some((each) => each.toLowerCase() === wanted))
    .map(({ path, fileVersion }) => ({ what: path, version: fileVersion }));
}

function leastListening(criteria: readonly FixCriterion[]): MayListen {
  const said = criteria.map((each) => (each.cve === 'CVE-2023-1968' ? each.mayListen.value : 'nothing-said'));
  return MayListen.options.find((each) => said.includes(each)) ?? 'nothing-said';
}

function leastRights(criteria: readonly FixCriterion[]): MayRunAs {
  const said = criteria.map((each) => (each.cve === 'CVE-2023-1966' ? each.mayRunAs.value : 'nothing-said'));
  return MayRunAs.options.find((each) => said.includes(each)) ?? 'nothing-said';
}
