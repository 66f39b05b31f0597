import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CsafDocument } from '../../../main/catalogue/csaf/csaf-document.ts';
import type { ImportedAdvisory } from '../../../main/catalogue/csaf/import-result.ts';
import { readAdvisory } from '../../../main/catalogue/csaf/read-advisory.ts';

export const FIXTURES = join(import.meta.dirname, '../../fixtures/csaf');

/** The text of a fixture, by its name without ending. */
export function fixtureText(name: string): string {
  return readFileSync(join(FIXTURES, `${name}.json`), 'utf8');
}

/** A fixture as a document that a test may change. */
export function fixture(name: string): CsafDocument {
  return CsafDocument.parse(JSON.parse(fixtureText(name)));
}

export function importedFixture(name: string): ImportedAdvisory {
  return readAdvisory(fixture(name));
}

/** Ids that were understood, with their ranges. */
export function understood({ entries }: ImportedAdvisory): Record<string, string> {
  return Object.fromEntries(entries.map(({ id, range }) => [id, range]));
}

/** What was not understood, by id: the sentences. */
export function reasons({ notUnderstood }: ImportedAdvisory): Record<string, string> {
  return Object.fromEntries(notUnderstood.map(({ id, why }) => [id ?? 'no product', why]));
}
