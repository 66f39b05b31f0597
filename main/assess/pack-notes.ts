import { contactFor, entriesFor } from '../catalogue/pack-for-instrument.ts';
import { CveId, type Note } from '../model/assessment.ts';
import { packName } from '../model/pack-stamp.ts';
import { judgeFix } from './fix-criteria.ts';
import { packCatalogueNotes } from './pack-catalogue-notes.ts';
import type { Circumstances } from './rows/row.ts';

/** What a site pack says about this instrument that a person has to know, and what it does not say. */
export function packNotes(circumstances: Circumstances): Note[] {
  const { pack, listing } = circumstances;
  if (!pack) return [];
  const name = packName(pack.stamp);
  const contact = contactFor(pack, listing.entries);
  const notes: Note[] = CveId.options.flatMap((cve): Note[] => {
    const fix = judgeFix(circumstances, cve);
    if (fix.result !== 'not-met') return [];
    return [
      {
        code: `fix-of-${cve.toLowerCase()}-not-proven`,
        text: `The fix criteria for ${cve} of ${name} are not met: ${fix.because}.`,
      },
    ];
  });
  notes.push(...packCatalogueNotes(circumstances));
  if (entriesFor(pack, listing.entries).length === 0 && listing.fromPack.length === 0) {
    notes.push({ code: 'pack-not-for-this-instrument', text: `The ${name} says nothing about this instrument.` });
  }
  if (contact !== null) {
    const text = `For questions, ${name} names: ${contact.value} (source: ${contact.source}).`;
    notes.push({ code: 'pack-contact', text });
  }
  return notes;
}
