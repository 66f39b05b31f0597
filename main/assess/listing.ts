import type { AdvisoryEntry, Catalogue } from '../catalogue/catalogue.ts';
import { matchRange } from '../catalogue/range.ts';
import type { Identification } from '../model/assessment.ts';
import type { AddedEntry } from './pack-catalogue-entries.ts';

/** What the advisory says about one version value. */
export interface VersionListing {
  version: string;
  result: 'listed' | 'undecided' | 'not-listed';
}

/** Whether the advisory, or what a site pack's catalogue adds to it, lists an instrument. */
export interface Listing {
  /** `undecided`: the product is known, but no version that decides it. Unknown mode never gives `not-listed`. */
  result: 'listed' | 'undecided' | 'not-listed' | 'not-identified';
  /** Ids of the matching entries, verbatim, in the advisory's order; then those a site pack adds, with their advisory. */
  entries: string[];
  /** The matching entries that a site pack adds. */
  fromPack: AddedEntry[];
  /** Each version value on its own: they can differ, and the worse one counts. */
  versions: VersionListing[];
}

/**
 * Holds every version value of an instrument against the advisory's entries for its product, and against those that a site
 * pack adds: they can list an instrument or leave it undecided, never take it off the list.
 */
export function listingOf(
  catalogue: Catalogue,
  identification: Identification,
  added: readonly AddedEntry[] = [],
): Listing {
  const { status, product } = identification;
  if (status !== 'identified' || product === null) {
    return { result: 'not-identified', entries: [], fromPack: [], versions: [] };
  }
  const builtIn = catalogue.entries.filter((entry) => entry.product === product);
  const fromPack = added.filter(({ products }) => products.includes(product));
  const versions = identification.versions.map((version) => ({
    version,
    result: worse(listingOfVersion(builtIn, version), addedListing(fromPack, version)),
  }));
  const matches = (range: string) =>
    versionsToJudge(identification).some((version) => matchRange(range, version) === 'inside');
  const entries = builtIn.filter((entry) => matches(judgedRange(entry))).map(({ id }) => id);
  const more = fromPack.filter(({ range, repeats }) => !entries.includes(repeats ?? '') && matches(range));
  return {
    result: overall(entries.length + more.length > 0, versions, identification),
    entries: [...entries, ...more.map(({ id }) => id)],
    fromPack: more,
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

/** Without a matching entry a site pack says nothing; that a product is not in it decides nothing. */
function addedListing(added: readonly AddedEntry[], version: string): VersionListing['result'] {
  const matches = added.map(({ range }) => matchRange(range, version));
  if (matches.includes('inside')) return 'listed';
  return matches.includes('undecided') ? 'undecided' : 'not-listed';
}

function worse(one: VersionListing['result'], other: VersionListing['result']): VersionListing['result'] {
  if (one === 'listed' || other === 'listed') return 'listed';
  return one === 'undecided' || other === 'undecided' ? 'undecided' : 'not-listed';
}

function judgedRange({ range, judgedRange: judged }: AdvisoryEntry): string {
  return judged ?? range;
}
