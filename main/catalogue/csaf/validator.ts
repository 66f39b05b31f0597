import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as z from 'zod';
import { Failure } from '../../model/failure.ts';

/** Something the CSAF 2.0 validator does not accept: the test that failed, the place in the document (JSON pointer), the reason. */
export const ValidationFinding = z.strictObject({
  kind: z.enum(['schema', 'mandatory']),
  test: z.string(),
  path: z.string(),
  message: z.string(),
});
export type ValidationFinding = z.infer<typeof ValidationFinding>;

/** Gives what is not valid about a CSAF 2.0 document; empty when it is valid. */
export type CsafValidator = (document: unknown) => Promise<ValidationFinding[]>;

/**
 * Loads the desk validator from its file (an absolute path). Throws the `Failure` `desk-tool-missing` where there is none, and
 * `desk-tool-unusable` where the file is not the validator that belongs to this program.
 */
export function loadDeskValidator(file: string): CsafValidator {
  if (!existsSync(file)) {
    throw new Failure({
      code: 'desk-tool-missing',
      message: `Reading an advisory needs the desk validator, which is not beside the program (${file}).`,
      next: 'Import advisories on a desk computer: build the program from its source (`npm ci`, `npm run build`), which puts desk-validator.cjs beside it.',
    });
  }
  const validate = validatorIn(file);
  return async (document) => {
    try {
      return z.array(ValidationFinding).parse(await validate(document));
    } catch (error) {
      throw unusable(file, error);
    }
  };
}

function validatorIn(file: string): (document: unknown) => unknown {
  let loaded: unknown;
  try {
    loaded = createRequire(file)(file);
  } catch (error) {
    throw unusable(file, error);
  }
  const parsed = z.object({ validateCsaf20: z.custom<(document: unknown) => unknown>(isFunction) }).safeParse(loaded);
  if (!parsed.success) throw unusable(file, parsed.error);
  return parsed.data.validateCsaf20;
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}

function unusable(file: string, cause: unknown): Failure {
  return new Failure(
    {
      code: 'desk-tool-unusable',
      message: `The desk validator (${file}) could not check the file.`,
      next: 'Build program and desk validator again from the same source (`npm run build`). If it stays so, report it with the advisory.',
    },
    undefined,
    cause,
  );
}
