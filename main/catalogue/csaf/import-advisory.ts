import { Failure, type Problem } from '../../model/failure.ts';
import type { Catalogue } from '../catalogue.ts';
import { readAdvisoryFile } from './advisory-file.ts';
import type { CatalogueCandidate } from './candidate.ts';
import { type CatalogueComparison, compareWithCatalogue } from './compare.ts';
import { CsafDocument } from './csaf-document.ts';
import type { ImportedAdvisory } from './import-result.ts';
import { readAdvisory } from './read-advisory.ts';
import { lostCharacters } from './replacement-characters.ts';
import type { CsafValidator, ValidationFinding } from './validator.ts';

const SHOWN_FINDINGS = 3;

/** An advisory as it was read, checked and compared. */
export interface AdvisoryImport extends ImportedAdvisory {
  /** SHA-256 of the file. */
  sourceDigest: string;
  /** What the mandatory tests of CSAF 2.0 do not accept. Empty for a valid file. */
  invalid: ValidationFinding[];
  comparison: CatalogueComparison;
}

/**
 * Reads, checks and compares an advisory file. Throws the `Failure`s of `readAdvisoryFile`, and `csaf-invalid` for a file that
 * does not meet the schema; a file that only fails mandatory tests is read all the same, with what is invalid beside it.
 */
export async function importAdvisory(
  path: string,
  validator: CsafValidator,
  catalogue: Catalogue,
): Promise<AdvisoryImport> {
  const { document, digest, warnings } = await readAdvisoryFile(path);
  const findings = await validator(document);
  const parsed = CsafDocument.safeParse(document);
  if (!parsed.success || findings.some(({ kind }) => kind === 'schema')) {
    throw new Failure(invalidProblem(findings), undefined, parsed.error);
  }
  const read = readAdvisory(parsed.data);
  return {
    ...read,
    sourceDigest: digest,
    invalid: findings,
    comparison: compareWithCatalogue(read, catalogue),
    warnings: [...warnings, ...read.warnings, ...lostCharacters(document)],
  };
}

/** Why an import is not complete, gravest first; null when everything was understood. */
export function importProblem({ invalid, productIds, entries, notUnderstood }: AdvisoryImport): Problem | null {
  if (invalid.length > 0) return invalidProblem(invalid);
  if (productIds === 0) {
    return {
      code: 'advisory-names-no-product',
      message: 'The advisory says about no product whether it is affected.',
      next: 'Check that this is the right file; an informational advisory cannot be imported.',
    };
  }
  if (notUnderstood.length === 0) return null;
  return {
    code: 'advisory-partly-understood',
    message: `Not all of the advisory was understood: ${productIds - entries.length} of its ${productIds} product ids are not among the entries (${notUnderstood.length} places, each named).`,
    next: 'Read the places named under "Not understood" in the advisory itself. Until they are settled, treat these products as affected.',
  };
}

/** The candidate for a person to complete and sign. */
export function candidateOf(read: AdvisoryImport): CatalogueCandidate {
  const { advisory, sourceDigest, entries, remedies, notUnderstood } = read;
  return {
    schema: 'ucs-catalogue-candidate/1',
    advisory,
    sourceDigest,
    partial: notUnderstood.length > 0,
    entries,
    remedies,
    notUnderstood,
  };
}

function invalidProblem(findings: readonly ValidationFinding[]): Problem {
  const shown = findings.slice(0, SHOWN_FINDINGS).map(({ path, message }) => `${path || 'the document'}: ${message}`);
  const more = findings.length > SHOWN_FINDINGS ? `; and ${findings.length - SHOWN_FINDINGS} more` : '';
  return {
    code: 'csaf-invalid',
    message: `The file is not a valid CSAF 2.0 document (${shown.join('; ')}${more}).`,
    next: 'Ask the publisher for a corrected file. Nothing may be concluded from a file that is not valid.',
  };
}
