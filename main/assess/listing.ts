import type { AdvisoryEntry, Catalogue } from '../catalogue/catalogue.ts';
import { matchRange } from '../catalogue/range.ts';
import type { Identification } from '../model/assessment.ts';

/** What the advisory says about one version value. */
export interface VersionListing {
  version: string;
  result: 'listed' | 'undecided' | 'not-listed';
}

/** Whether the advisory lists an instrument. */
export interface Listing {
  /** `undecided`: the product is known, but no version that decides it. Unknown mode never gives `not-listed`. */
  result: 'listed' | 'undecided' | 'not-listed' | 'not-identified';
  /** Ids of the matching entries, verbatim, in the advisory's order. */
  entries: string[];
  /** Each version value on its own: they can differ, and the worse one counts. */
  versions: VersionListing[];
}

/** Holds every version value of an instrument against the advisory's entries for its product. */
export function listingOf(catalogue: Catalogue, identification: Identification): Listing {
  if (identification.status !== 'identified' || identification.product === null) {
    return { result: 'not-identified', entries: [], versions: [] };
  }
  const candidates = catalogue.entries.filter(({ product }) => product === identification.product);
  const versions = identification.versions.map((version) => ({
    version,
    result: listingOfVersion(candidates, version),
  }));
  const matching = candidates.filter((entry) =>
    versionsToJudge(identification).some((version) => covers(entry, version)),
  );
  return {
    result: overall(matching.length > 0, versions, identification),
    entries: matching.map(({ id }) => id),
    versions,
  };
}

/** Where no version was read, an empty one stands for it: only "all versions" holds for that. */
function versionsToJudge({ versions }: Identification): readonly string[] {
  return versions.length > 0 ? versions : [''];
}

function overall(anyEntry: boolean, versions: readonly VersionListing[], { mode }: Identification): Listing['result'] {
  if (anyEntry) return 'listed';
  if (versions.length === 0 || versions.some(({ result }) => result === 'undecided')) return 'undecided';
  return mode === 'unknown' ? 'listed' : 'not-listed';
}

function listingOfVersion(candidates: readonly AdvisoryEntry[], version: string): VersionListing['result'] {
  const matches = candidates.map((entry) => matchRange(judgedRange(entry), version));
  if (matches.includes('inside')) return 'listed';
  return candidates.length === 0 || matches.includes('undecided') ? 'undecided' : 'not-listed';
}

function covers(entry: AdvisoryEntry, version: string): boolean {
  return matchRange(judgedRange(entry), version) === 'inside';
}

function judgedRange({ range, judgedRange: judged }: AdvisoryEntry): string {
  return judged ?? range;
}
