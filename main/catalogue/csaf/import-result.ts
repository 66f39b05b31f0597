import * as z from 'zod';
import { Sha256 } from '../../model/json.ts';
import { ProductStatus } from './csaf-document.ts';

/** Another product the entry's product must stand together with ("installed on", "component of"). */
export const RelatedProduct = z.strictObject({
  category: z.string(),
  id: z.string(),
  name: z.string(),
  /** Its versions verbatim; null where the file states none. */
  range: z.string().nullable(),
});
export type RelatedProduct = z.infer<typeof RelatedProduct>;

/** A product id of the advisory whose product, versions and status this program can judge by. */
export const ImportedEntry = z.strictObject({
  /** Verbatim from the file. */
  id: z.string(),
  vendor: z.string().nullable(),
  productName: z.string(),
  /** Full name as published; it may spell the versions differently. */
  fullName: z.string(),
  /** Version or version range verbatim; `parseRange` reads it. */
  range: z.string(),
  /** Branches that narrow it down (architecture, language) and are not judged by. */
  qualifiers: z.array(z.strictObject({ category: z.string(), name: z.string() })),
  /** What it must stand together with, nearest first. Empty for a product on its own. */
  relatedTo: z.array(RelatedProduct),
  /** What the advisory says about it, weakness by weakness. */
  statuses: z.array(z.strictObject({ cve: z.string(), status: ProductStatus })),
  /** The weaknesses it is affected by, in the file's order. Empty: listed, but not as affected. */
  cves: z.array(z.string()),
  /** JSON pointer to the definition. */
  path: z.string(),
});
export type ImportedEntry = z.infer<typeof ImportedEntry>;

/** A place of the advisory that was not understood, and why. An id named here is not among the entries. */
export const NotUnderstood = z.strictObject({
  /** Product id verbatim; null where it is no product. */
  id: z.string().nullable(),
  name: z.string().nullable(),
  path: z.string(),
  why: z.string(),
});
export type NotUnderstood = z.infer<typeof NotUnderstood>;

/** A remedy as published; the same text for several weaknesses is one remedy. */
export const PublishedRemedy = z.strictObject({
  category: z.string(),
  details: z.string(),
  url: z.string().nullable(),
  /** SHA-256 values in the text, lower case. Which file they are of is for a person to read. */
  sha256: z.array(Sha256),
  cves: z.array(z.string()),
  productIds: z.array(z.string()),
});
export type PublishedRemedy = z.infer<typeof PublishedRemedy>;

/** Which advisory was read. */
export const AdvisoryStamp = z.strictObject({
  id: z.string(),
  title: z.string(),
  version: z.string(),
  status: z.string(),
  date: z.string(),
  publisher: z.string(),
});
export type AdvisoryStamp = z.infer<typeof AdvisoryStamp>;

/** What an advisory says, as far as it was understood. */
export interface ImportedAdvisory {
  advisory: AdvisoryStamp;
  /** Different product ids the advisory says something about; each is in `entries` or in `notUnderstood`. */
  productIds: number;
  entries: ImportedEntry[];
  notUnderstood: NotUnderstood[];
  remedies: PublishedRemedy[];
  /** Sentences about what a person should look at. */
  warnings: string[];
}
