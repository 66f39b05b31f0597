import type { Product } from '../catalogue/catalogue.ts';
import type { RunHistory } from './run-history.ts';

/**
 * Letters serial numbers begin with, by product. A rule of thumb that may confirm and never decides: it is used only to tell
 * people about a serial number that looks like another instrument's. Source: domain facts, section 8.
 */
const SERIAL_PREFIXES: readonly { letters: string; looksLike: string; products: readonly string[] }[] = [
  { letters: 'MN', looksLike: 'MiniSeq', products: ['miniseq'] },
  { letters: 'M', looksLike: 'MiSeq', products: ['miseq'] },
  { letters: 'NS', looksLike: 'NextSeq 500/550', products: ['nextseq-500-550'] },
  { letters: 'NB', looksLike: 'NextSeq 500/550', products: ['nextseq-500-550'] },
  { letters: 'NDX', looksLike: 'NextSeq 550Dx', products: ['nextseq-550dx-ruo', 'nextseq-550dx-dx'] },
  { letters: 'VL', looksLike: 'NextSeq 1000/2000', products: ['nextseq-1000-2000'] },
  { letters: 'VH', looksLike: 'NextSeq 1000/2000', products: ['nextseq-1000-2000'] },
  { letters: 'A', looksLike: 'NovaSeq 6000', products: ['novaseq-6000'] },
  { letters: 'FS', looksLike: 'iSeq', products: ['iseq-100'] },
  { letters: 'LH', looksLike: 'NovaSeq X', products: [] },
];

/** The serial number that newest run records give, and sentences about what speaks against it. */
export interface SerialReading {
  serial: string | null;
  contradictions: string[];
}

/**
 * The serial number of the newest run record that is of the product or names no software (`RunInfo.xml` alone); of any
 * record while the product is undecided (null).
 */
export function readSerial(history: RunHistory, product: Product | null): SerialReading {
  const serials = history.runs
    .filter(({ record, products }) =>
      product === null || record.applicationName === null ? true : products.some(({ key }) => key === product.key),
    )
    .flatMap(({ record }) => (record.serial === null ? [] : [record.serial]));
  const [serial] = serials;
  if (serial === undefined) return { serial: null, contradictions: [] };
  const others = [...new Set(serials)].filter((other) => other !== serial);
  const contradictions: string[] = [];
  if (others.length > 0) {
    contradictions.push(
      `The run folders hold runs of more than one instrument: the newest is of ${serial}, others are of ${others.join(', ')}.`,
    );
  }
  if (product !== null) contradictions.push(...prefixContradiction(serial, product));
  return { serial, contradictions };
}

function prefixContradiction(serial: string, product: Product): string[] {
  const letters = /^[A-Za-z]+(?=\d)/.exec(serial)?.[0].toUpperCase();
  const match = SERIAL_PREFIXES.find((prefix) => prefix.letters === letters);
  const productHasKnownPrefix = SERIAL_PREFIXES.some(({ products }) => products.includes(product.key));
  if (!match || !productHasKnownPrefix || match.products.includes(product.key)) return [];
  return [`The serial number ${serial} begins like that of a ${match.looksLike}, but the product is ${product.name}.`];
}
