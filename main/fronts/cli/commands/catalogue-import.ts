import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { builtInCatalogue } from '../../../catalogue/catalogue.ts';
import { CatalogueCandidate } from '../../../catalogue/csaf/candidate.ts';
import { candidateOf, importAdvisory, importProblem } from '../../../catalogue/csaf/import-advisory.ts';
import { loadDeskValidator } from '../../../catalogue/csaf/validator.ts';
import { writeFileAtomically } from '../../../host/atomic-file.ts';
import { EXIT, type Problem } from '../../../model/failure.ts';
import { programFile } from '../../../run/program-stamp.ts';
import { type CommandRunner, withExample } from '../command.ts';
import { addJsonOption } from '../options.ts';
import { problemText } from '../output.ts';
import { showImport } from '../present/advisory-import.ts';

interface ImportOptions {
  out?: string;
  allowPartial?: boolean;
}

/** `catalogue import`: what a CSAF 2.0 advisory says, and how it differs from the built-in catalogue. A desk tool. */
export function addCatalogueImport(catalogue: Command, run: CommandRunner): void {
  const command = catalogue
    .command('import')
    .description(
      'Read a CSAF 2.0 advisory on a desk computer: what was understood, what was not, and the difference to the built-in catalogue. Changes nothing this program judges by.',
    )
    .argument('<file>', 'advisory as a CSAF 2.0 file')
    .option('--out <file>', 'write a catalogue candidate, to be read and signed as part of a site pack')
    .option('--allow-partial', 'write the candidate even if something was not understood; it is marked as partial');
  withExample(addJsonOption(command), 'ucs-remedy catalogue import icsma-23-117-01.json --out candidate.json').action(
    (file: string, options: ImportOptions) =>
      run(async (output) => {
        const validator = loadDeskValidator(join(dirname(programFile()), 'desk-validator.cjs'));
        const read = await importAdvisory(resolve(file), validator, builtInCatalogue());
        const incomplete = importProblem(read);
        const writable = incomplete === null || (incomplete.code === PARTLY && options.allowPartial === true);
        const out = options.out !== undefined && writable ? resolve(options.out) : null;
        const notWritten = out === null ? null : await writeCandidate(out, candidateOf(read));
        const problems = [notWritten, incomplete].filter((problem) => problem !== null);
        const [error] = problems;

        showImport(read, output);
        const written = notWritten === null ? out : null;
        if (written !== null) output.line(`Candidate written: ${written}`);
        output.document({ ...read, written, ...(error === undefined ? {} : { error }) });
        if (!output.json) for (const problem of problems) process.stderr.write(`${problemText(problem, output)}\n`);
        if (!output.json && options.out !== undefined && out === null) process.stderr.write(`${NOT_WRITTEN}\n`);
        return error === undefined ? EXIT.nothingToDo : EXIT.error;
      }),
  );
}

const PARTLY = 'advisory-partly-understood';
const NOT_WRITTEN =
  'No candidate was written. With --allow-partial one is written even if something was not understood (never from a file that is not valid).';

/** Why the candidate could not be written; null when it was. A file that is there already may be signed by now: it stays. */
async function writeCandidate(path: string, candidate: CatalogueCandidate): Promise<Problem | null> {
  if (existsSync(path)) {
    return {
      code: 'candidate-exists',
      message: `${path} is there already and was left as it is.`,
      next: 'Give another name with --out, or move the old file away.',
    };
  }
  try {
    await writeFileAtomically(path, `${JSON.stringify(CatalogueCandidate.parse(candidate), null, 2)}\n`);
    return null;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      code: 'candidate-not-written',
      message: `The candidate could not be written (${reason}).`,
      next: 'Give a place with --out where you may write.',
    };
  }
}
