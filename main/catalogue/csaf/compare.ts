import { isDeepStrictEqual } from 'node:util';
import type { AdvisoryEntry, Catalogue } from '../catalogue.ts';
import { parseRange } from '../range.ts';
import type { ImportedAdvisory, ImportedEntry } from './import-result.ts';

/** One way in which the advisory file and the built-in catalogue say different things. Values are null where there is none. */
export interface CatalogueDifference {
  kind: 'added' | 'missing' | 'not-compared' | 'range-differs' | 'cves-differ' | 'name-differs';
  /** Product id of the advisory, verbatim. */
  id: string;
  productName: string;
  builtIn: string | null;
  file: string | null;
  /** One sentence for people. */
  says: string;
}

/** How an advisory file differs from the built-in catalogue. */
export interface CatalogueComparison {
  builtInAdvisory: { id: string; version: string };
  /** Ids are compared only within one advisory: another one numbers its products anew. */
  sameAdvisory: boolean;
  differences: CatalogueDifference[];
}

/**
 * Compares the affected entries of an advisory with the built-in ones: by id, and by the range the built-in catalogue judges
 * by. Ranges that mean the same are equal however they are spaced.
 */
export function compareWithCatalogue(file: ImportedAdvisory, catalogue: Catalogue): CatalogueComparison {
  const { id, version } = catalogue.advisory;
  const sameAdvisory = file.advisory.id === id;
  const affected = file.entries.filter(({ cves }) => cves.length > 0);
  const partnerOf = (wanted: string) => (sameAdvisory ? affected.find((entry) => entry.id === wanted) : undefined);
  const unclear = new Set(sameAdvisory ? file.notUnderstood.map((place) => place.id) : []);
  const known = new Set(sameAdvisory ? catalogue.entries.map((entry) => entry.id) : []);
  return {
    builtInAdvisory: { id, version },
    sameAdvisory,
    differences: [
      ...catalogue.entries.flatMap((entry) => {
        const partner = partnerOf(entry.id);
        return partner === undefined
          ? [withoutPartner(entry, unclear.has(entry.id))]
          : entryDifferences(entry, partner);
      }),
      ...affected.filter((entry) => !known.has(entry.id)).map(added),
    ],
  };
}

function withoutPartner(entry: AdvisoryEntry, unclear: boolean): CatalogueDifference {
  const { id, productName } = entry;
  return {
    kind: unclear ? 'not-compared' : 'missing',
    id,
    productName,
    builtIn: judgedRangeOf(entry),
    file: null,
    says: unclear
      ? 'The file speaks of this built-in entry, but it could not be understood.'
      : 'This built-in entry is not listed as affected in the file.',
  };
}

function added({ id, productName, range }: ImportedEntry): CatalogueDifference {
  const says = 'The file lists this as affected; the built-in catalogue does not.';
  return { kind: 'added', id, productName, builtIn: null, file: range, says };
}

function entryDifferences(builtIn: AdvisoryEntry, file: ImportedEntry): CatalogueDifference[] {
  const { id, productName } = builtIn;
  const judged = judgedRangeOf(builtIn);
  const differences: CatalogueDifference[] = [];
  if (builtIn.productName !== file.productName) {
    differences.push({
      kind: 'name-differs',
      id,
      productName,
      builtIn: builtIn.productName,
      file: file.productName,
      says: 'The product has another name in the file.',
    });
  }
  if (!sameRange(judged, file.range)) {
    differences.push({
      kind: 'range-differs',
      id,
      productName,
      builtIn: judged,
      file: file.range,
      says: rangeSentence(builtIn, file),
    });
  }
  if (!isDeepStrictEqual([...builtIn.cves].sort(), [...file.cves].sort())) {
    differences.push({
      kind: 'cves-differ',
      id,
      productName,
      builtIn: builtIn.cves.join(', '),
      file: file.cves.join(', '),
      says: 'It is affected by other weaknesses in the file.',
    });
  }
  return differences;
}

function rangeSentence(builtIn: AdvisoryEntry, file: ImportedEntry): string {
  const deliberate = builtIn.judgedRange !== null && sameRange(builtIn.range, file.range);
  return deliberate
    ? 'Known and deliberate: sources disagree, and the built-in catalogue judges by the wider range (see its notes).'
    : 'The file gives other versions than the built-in catalogue judges by.';
}

function judgedRangeOf({ judgedRange, range }: AdvisoryEntry): string {
  return judgedRange ?? range;
}

function sameRange(one: string, other: string): boolean {
  return one === other || isDeepStrictEqual(parseRange(one), parseRange(other));
}
