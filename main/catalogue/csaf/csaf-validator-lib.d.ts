/** The parts of the validator this project uses; the package brings no declarations of its own. */
declare module '@secvisogram/csaf-validator-lib/validate.js' {
  interface TestFinding {
    instancePath: string;
    message?: string;
  }
  interface TestResult {
    name: string;
    isValid: boolean;
    errors: TestFinding[];
  }
  export type DocumentTest = (document: unknown) => unknown;
  export default function validate(
    tests: readonly DocumentTest[],
    document: unknown,
  ): Promise<{ isValid: boolean; tests: TestResult[] }>;
}

declare module '@secvisogram/csaf-validator-lib/schemaTests.js' {
  import type { DocumentTest } from '@secvisogram/csaf-validator-lib/validate.js';
  export const csaf_2_0_strict: DocumentTest;
}

declare module '@secvisogram/csaf-validator-lib/mandatoryTests.js' {
  import type { DocumentTest } from '@secvisogram/csaf-validator-lib/validate.js';

  const tests: Record<string, DocumentTest>;
  export = tests;
}
