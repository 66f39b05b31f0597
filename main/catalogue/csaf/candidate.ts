import * as z from 'zod';
import { Sha256 } from '../../model/json.ts';
import { AdvisoryStamp, ImportedEntry, NotUnderstood, PublishedRemedy } from './import-result.ts';

/**
 * What an import writes for a person to read, complete and sign as part of a site pack. It is trusted by nobody as it is: the
 * program judges by one only inside a pack that a trusted key signed (`PackCatalogue`).
 */
export const CatalogueCandidate = z.strictObject({
  schema: z.literal('ucs-catalogue-candidate/1'),
  advisory: AdvisoryStamp,
  /** SHA-256 of the advisory file. */
  sourceDigest: Sha256,
  /** True where the advisory says more than was understood; then `notUnderstood` names it. */
  partial: z.boolean(),
  entries: z.array(ImportedEntry),
  remedies: z.array(PublishedRemedy),
  notUnderstood: z.array(NotUnderstood),
});
export type CatalogueCandidate = z.infer<typeof CatalogueCandidate>;
