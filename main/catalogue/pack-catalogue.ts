import type { z } from 'zod';
import { CatalogueCandidate } from './csaf/candidate.ts';
import type { ImportedEntry } from './csaf/import-result.ts';
import { Line } from './line.ts';

/**
 * A catalogue candidate inside a site pack: whoever signs the pack vouches for it. What people read of it is one line each, and
 * it never hides that something of the advisory was not understood.
 */
export const PackCatalogue = CatalogueCandidate.refine(
  ({ advisory, entries }) =>
    [advisory.id, advisory.version, ...entries.flatMap(({ id, productName, range }) => [id, productName, range])].every(
      (text) => Line.safeParse(text).success,
    ),
  'an id, a version or a product name that is not one line of text',
)
  .refine(({ entries }) => new Set(entries.map(({ id }) => id)).size === entries.length, 'two entries with one id')
  .refine(
    ({ partial, notUnderstood }) => partial || notUnderstood.length === 0,
    'not marked as partial although something was not understood',
  );
export type PackCatalogue = z.infer<typeof PackCatalogue>;

/**
 * Id of an entry of a pack's catalogue, with its advisory: each advisory numbers its products anew, and nothing that is said
 * about another advisory's `CSAFPID-0001` may be taken for this one.
 */
export function qualifiedId({ advisory }: PackCatalogue, { id }: ImportedEntry): string {
  return `${advisory.id}/${id}`;
}
