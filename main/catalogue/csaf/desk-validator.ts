// Bundled on its own, as build/desk-validator.cjs: the validator is a desk tool and never part of the program on an instrument.
import * as mandatoryTests from '@secvisogram/csaf-validator-lib/mandatoryTests.js';
import { csaf_2_0_strict } from '@secvisogram/csaf-validator-lib/schemaTests.js';
import validate, { type DocumentTest } from '@secvisogram/csaf-validator-lib/validate.js';
import type { ValidationFinding } from './validator.ts';

/**
 * Checks a document against the strict CSAF 2.0 schema and, where that holds, the mandatory tests of CSAF 2.0 (section 6.1).
 * Empty when it is valid. Works without a network: schemas and CWE lists are part of the validator.
 */
export async function validateCsaf20(document: unknown): Promise<ValidationFinding[]> {
  const schema = await findingsOf('schema', [csaf_2_0_strict], document);
  return schema.length > 0 ? schema : findingsOf('mandatory', Object.values(mandatoryTests), document);
}

async function findingsOf(
  kind: ValidationFinding['kind'],
  tests: readonly DocumentTest[],
  document: unknown,
): Promise<ValidationFinding[]> {
  const result = await validate(tests, document);
  return result.tests
    .filter(({ isValid }) => !isValid)
    .flatMap(({ name, errors }) => {
      const named = errors.map(({ instancePath, message }) => ({
        path: instancePath,
        message: message ?? 'not valid',
      }));
      const findings = named.length > 0 ? named : [{ path: '', message: 'not valid' }];
      return findings.map((finding) => ({ kind, test: name, ...finding }));
    });
}
