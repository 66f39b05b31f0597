import * as z from 'zod';
import catalogueFile from '../../assets/catalogue/icsma-23-117-01.json';
import { type CatalogueStamp, CveId } from '../model/assessment.ts';
import { digestOf } from '../model/json.ts';

/** A public statement a fact rests on. */
export const Source = z.strictObject({ id: z.string(), title: z.string(), url: z.url() });
export type Source = z.infer<typeof Source>;

/** One of the advisory's two weaknesses, with scores and vectors as published, disagreements included. */
export const Weakness = z.strictObject({
  cve: CveId,
  title: z.string(),
  cwe: z.strictObject({ id: z.string(), name: z.string() }),
  baseScore: z.number().min(0).max(10),
  /** The CVSS vector without its version prefix; sources label the version differently. */
  vector: z.string(),
  vectorLabels: z.array(z.strictObject({ source: z.string(), cvss: z.string() })),
  /** Major versions of UCS its description names. */
  ucsMajorVersions: z.array(z.number().int()),
  notes: z.array(z.string()),
  sources: z.array(z.string()),
});
export type Weakness = z.infer<typeof Weakness>;

/** A product family the program can tell apart, by names the software gives itself. */
export const Product = z.strictObject({
  /** Our key, for example `nextseq-1000-2000`. */
  key: z.string().regex(/^[a-z0-9-]+$/),
  /** Product name as the advisory prints it. */
  name: z.string(),
  /** Names software and run records use; compared without regard to case and runs of white space. */
  applicationNames: z.array(z.strictObject({ name: z.string(), source: z.string() })).min(1),
  /** `single`: one mode. `RUO` / `Dx`: this software runs in that mode of an instrument. */
  mode: z.enum(['single', 'RUO', 'Dx']),
  /** Whether the instrument can boot into another mode that this check does not see. */
  otherMode: z.enum(['no', 'possible', 'yes']),
  /** Whether the instrument is (also) made for in-vitro diagnostic use, whatever mode runs. */
  diagnosticInstrument: z.boolean(),
});
export type Product = z.infer<typeof Product>;

/** One line of the advisory's product list. */
export const AdvisoryEntry = z.strictObject({
  /** Verbatim, unevenly padded: an opaque string. */
  id: z.string(),
  product: z.string(),
  productName: z.string(),
  /** The version range verbatim. */
  range: z.string(),
  /** The range this catalogue judges by, where it differs from the verbatim one; a note says why. */
  judgedRange: z.string().nullable(),
  /** Qualifier of the CVE record ("RUO Mode"); null where it has none. */
  qualifier: z.string().nullable(),
  cves: z.array(CveId),
  sources: z.array(z.string()),
});
export type AdvisoryEntry = z.infer<typeof AdvisoryEntry>;

/** A remark about some versions of a product that must reach the person with the verdict. */
export const VersionNote = z.strictObject({
  code: z.string(),
  product: z.string(),
  /** Versions it is about, in the same range notation as the entries. */
  range: z.string(),
  text: z.string(),
  sources: z.array(z.string()),
});
export type VersionNote = z.infer<typeof VersionNote>;

/** The public advisory's facts, and nothing else: the only knowledge about the vendor's products that is built in. */
export const Catalogue = z.strictObject({
  schema: z.literal('ucs-catalogue/1'),
  version: z.string(),
  date: z.iso.date(),
  advisory: z.strictObject({ id: z.string(), title: z.string(), version: z.string(), date: z.iso.date() }),
  /** Vendor page with the instructions guide, always linked. */
  guide: z.url(),
  /** Whom to ask when a compromise is suspected, per the FDA's letter. */
  contact: z.string(),
  /** Display names of the UCS service or program, as patterns; absence proves nothing. */
  ucsNames: z.array(z.strictObject({ name: z.string(), source: z.string() })).min(1),
  sources: z.array(Source),
  weaknesses: z.array(Weakness).length(2),
  products: z.array(Product).min(1),
  entries: z.array(AdvisoryEntry).min(1),
  notes: z.array(VersionNote),
});
export type Catalogue = z.infer<typeof Catalogue>;

let builtIn: Catalogue | undefined;

/** The built-in catalogue, checked against its schema once. */
export function builtInCatalogue(): Catalogue {
  builtIn ??= Catalogue.parse(catalogueFile);
  return builtIn;
}

/** Version, date and digest (SHA-256 of canonical JSON) of a catalogue, as shown beside every verdict. */
export function stampOf(catalogue: Catalogue): CatalogueStamp {
  return { version: catalogue.version, date: catalogue.date, digest: digestOf(catalogue) };
}

/** The patterns UCS is found by. */
export function ucsNamePatterns(catalogue: Catalogue): string[] {
  return catalogue.ucsNames.map(({ name }) => name);
}
