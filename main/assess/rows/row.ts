import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { TrustedPack } from '../../catalogue/open-pack.ts';
import type { CveId, Evidence, Identification, StandingChange, VerdictState } from '../../model/assessment.ts';
import type { FactName, Observation } from '../../model/observation.ts';
import type { UcsPresence } from '../../observe/ucs.ts';
import type { UnitOfUcs } from '../../observe/unit-candidates.ts';
import type { Listing } from '../listing.ts';

/** Everything a row of the verdict table may look at. */
export interface Circumstances {
  catalogue: Catalogue;
  pack: TrustedPack | null;
  observation: Observation;
  identification: Identification;
  listing: Listing;
  ucs: UcsPresence;
  standing: readonly StandingChange[];
  /** The unit a person states to be UCS; null: none was stated. */
  statedUnit: string | null;
  /** Whether nothing but that statement leads to UCS. */
  restsOnStatement: boolean;
  unit: UnitOfUcs;
}

/** That a row holds: one plain sentence, and what it rests on. */
export interface Held {
  because: string;
  evidence: Evidence[];
}

/** One row of the verdict table (design, section 2.1). */
export interface Row {
  /** Stable; messages are translated by it. */
  readonly code: string;
  readonly cves: readonly CveId[];
  readonly state: VerdictState;
  /**
   * `identity`: which instrument this is and what kind of look it was. `condition`: what UCS does now, which a change of ours
   * that waits for a restart will still alter.
   */
  readonly about: 'identity' | 'condition';
  /** Null where the row does not hold for this CVE. */
  holds(circumstances: Circumstances, cve: CveId): Held | null;
}

export const BOTH_CVES: readonly CveId[] = ['CVE-2023-1968', 'CVE-2023-1966'];

/** Cites a fact of an observation; one that could not be read is cited with its reason. */
export function cite(observation: Observation, fact: FactName, says: string): Evidence {
  const reading = observation[fact];
  const why = reading.status === 'unavailable' ? ` (not readable: ${reading.detail})` : '';
  return { fact, says: `${says}${why}`, source: reading.source, at: reading.at };
}

/** "a", "a and b", "a, b and c", without repetitions. */
export function inWords(items: readonly string[]): string {
  const different = [...new Set(items)];
  const last = different.at(-1) ?? '';
  return different.length < 2 ? last : `${different.slice(0, -1).join(', ')} and ${last}`;
}
