import type { Command } from 'commander';
import type { ExitCode } from '../../model/failure.ts';
import type { Output } from './output.ts';

/** Runs the body of a command: gives it an output, reports what it throws, and sets the exit code. */
export type CommandRunner = (body: (output: Output) => Promise<ExitCode>) => Promise<void>;

/** Ends a command's help with one example. */
export function withExample(command: Command, example: string): Command {
  return command.addHelpText('after', `\nExample:\n  ${example}`);
}
