import type { Note } from '../model/assessment.ts';
import { packName } from '../model/pack-stamp.ts';
import { packCatalogueEntries } from './pack-catalogue-entries.ts';
import type { Circumstances } from './rows/row.ts';

/** Names shown of the entries that were not judged; the others are counted. */
const NAMES_SHOWN = 20;

/** What a site pack's catalogue did to the listing, and what of it could play no part. */
export function packCatalogueNotes({ catalogue, pack, listing }: Circumstances): Note[] {
  const added = pack?.content.catalogue ?? null;
  if (pack === null || added === null) return [];
  const source = `the advisory ${added.advisory.id} in ${packName(pack.stamp)}`;
  const { notJudged } = packCatalogueEntries(catalogue, added);
  const notes: Note[] = [];
  if (listing.fromPack.length > 0) {
    const entries = listing.fromPack.map(
      ({ id, productName, range, cves }) => `${id} (${productName} ${range}, ${cves.join(' and ')})`,
    );
    notes.push({
      code: 'listed-by-pack',
      text: `This instrument is listed by ${source}: ${entries.join(', ')}. Both weaknesses are judged by what was observed.`,
    });
  }
  if (added.partial) {
    notes.push({
      code: 'pack-catalogue-partial',
      text: `Not everything that ${source} says was understood when it was imported. That it does not list an instrument proves nothing.`,
    });
  }
  if (notJudged.length > 0) {
    const shown = notJudged.slice(0, NAMES_SHOWN).map(({ id, productName, why }) => `${id} ${productName} (${why})`);
    const rest = notJudged.length - shown.length;
    const count = notJudged.length === 1 ? '1 entry' : `${notJudged.length} entries`;
    notes.push({
      code: 'pack-entries-not-judged',
      text: `${count} of ${source} could not be judged by this program: ${shown.join('; ')}${rest === 0 ? '' : `; and ${rest} more`}.`,
    });
  }
  return notes;
}
