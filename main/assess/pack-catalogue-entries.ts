import type { Catalogue } from '../catalogue/catalogue.ts';
import type { ImportedEntry } from '../catalogue/csaf/import-result.ts';
import { type PackCatalogue, qualifiedId } from '../catalogue/pack-catalogue.ts';
import { parseRange } from '../catalogue/range.ts';
import { CveId } from '../model/assessment.ts';
import { productsCalled } from '../observe/stated-product.ts';

/** An entry that a site pack's catalogue adds to the built-in advisory's. */
export interface AddedEntry {
  /** With its advisory, see `qualifiedId`. */
  id: string;
  /** Keys of the products that go by its product name. */
  products: string[];
  productName: string;
  /** Readable by `matchRange`. */
  range: string;
  cves: CveId[];
  /** The built-in entry it repeats, where the pack's advisory is the built-in one; else null. */
  repeats: string | null;
}

/** An entry of a site pack's catalogue that this program cannot judge by; `why` completes "NAME: ...". */
export interface EntryNotJudged {
  id: string;
  productName: string;
  why: string;
}

/** Every entry of a site pack's catalogue, in one of two lists. Null: no pack, or a pack without a catalogue. */
export function packCatalogueEntries(
  catalogue: Catalogue,
  added: PackCatalogue | null,
): { judged: AddedEntry[]; notJudged: EntryNotJudged[] } {
  const judged: AddedEntry[] = [];
  const notJudged: EntryNotJudged[] = [];
  if (added === null) return { judged, notJudged };
  for (const entry of added.entries) {
    const products = productsCalled(entry.productName, catalogue).map(({ key }) => key);
    const cves = CveId.options.filter((cve) => entry.cves.includes(cve));
    const why = whyNotJudged(entry, products, cves);
    if (why !== null) {
      notJudged.push({ id: entry.id, productName: entry.productName, why });
      continue;
    }
    const { productName, range } = entry;
    const repeats = repeatedEntry(catalogue, added, entry, products);
    judged.push({ id: qualifiedId(added, entry), products, productName, range, cves, repeats });
  }
  return { judged, notJudged };
}

function whyNotJudged(
  { relatedTo, range }: ImportedEntry,
  products: readonly string[],
  cves: readonly CveId[],
): string | null {
  if (products.length === 0) return 'no product this program knows';
  if (cves.length === 0) return `not said to be affected by ${CveId.options.join(' or ')}`;
  if (relatedTo.length > 0) return 'listed only together with another product';
  if (parseRange(range) === null) return 'a version range this program cannot read';
  return null;
}

function repeatedEntry(
  catalogue: Catalogue,
  { advisory }: PackCatalogue,
  { id }: ImportedEntry,
  products: readonly string[],
): string | null {
  if (advisory.id !== catalogue.advisory.id) return null;
  return catalogue.entries.some((entry) => entry.id === id && products.includes(entry.product)) ? id : null;
}
