import { Command } from 'commander';
import pc from 'picocolors';
import { inject } from 'vitest';
import { addRunCommands } from '../../main/fronts/cli/commands/run.ts';
import { type Output, reportError } from '../../main/fronts/cli/output.ts';
import type { Finished } from './harness.ts';

/**
 * Does `run`, `resume` or `rollback` with the front in this process: the same words, the same document and exit code, and the
 * helper is the built program in a process of its own. For tests in which the helper dies and the front is not what is shown.
 */
export async function frontHere(words: readonly string[], dataDir: string): Promise<Finished> {
  // The front looks for the helper beside the program that was started.
  process.argv[1] = inject('program');
  let exitCode: number | undefined;
  const documents: unknown[] = [];
  const output: Output = {
    json: true,
    colours: pc.createColors(false),
    line: () => undefined,
    document: (value) => documents.push(value),
  };
  const program = new Command().exitOverride();
  addRunCommands(program, async (body) => {
    try {
      exitCode = await body(output);
    } catch (error) {
      exitCode = reportError(output, error);
    }
  });
  await program.parseAsync([...words, '--data-dir', dataDir], { from: 'user' });
  const stdout = documents.map((document) => `${JSON.stringify(document, null, 2)}\n`).join('');
  return { exitCode, stdout, stderr: '', json: JSON.parse(stdout) };
}
