import { Command, CommanderError } from 'commander';
import { EXIT, Failure } from '../../model/failure.ts';
import { programVersion } from '../../run/program-stamp.ts';
import type { CommandRunner } from './command.ts';
import { addAssess } from './commands/assess.ts';
import { addAttach } from './commands/attach.ts';
import { addCatalogue } from './commands/catalogue.ts';
import { addEvidence } from './commands/evidence.ts';
import { addKey } from './commands/key.ts';
import { addPlan } from './commands/plan.ts';
import { addPractice } from './commands/practice.ts';
import { addProbe } from './commands/probe.ts';
import { addRunCommands } from './commands/run.ts';
import { addVerify } from './commands/verify.ts';
import { helperMain } from './helper-main.ts';
import { createOutput, reportError } from './output.ts';

/** Runs a command line (without node and program name) to its end and sets the exit code of the process. */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  const output = createOutput(args.includes('--json'));
  const run: CommandRunner = async (body) => {
    try {
      process.exitCode = await body(output);
    } catch (error) {
      process.exitCode = reportError(output, error);
    }
  };
  const said: string[] = [];
  const program = createProgram(run, (text) => {
    if (output.json) said.push(text);
    else process.stdout.write(text);
  });
  if (args.length === 0) {
    program.outputHelp();
    process.exitCode = EXIT.wrongUse;
    return;
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version end here as well; with --json they are one document like everything else.
    if (error.exitCode === 0) return output.document({ text: said.join('') });
    process.exitCode = reportError(output, wrongUse(error));
  }
}

function createProgram(run: CommandRunner, say: (text: string) => void): Command {
  const program = new Command('ucs-remedy')
    .description(
      'Finds, closes and proves closed the Universal Copy Service weaknesses CVE-2023-1968 and CVE-2023-1966 on a DNA sequencer.',
    )
    .version(programVersion, '-V, --version', 'print the version of this program')
    .enablePositionalOptions()
    .showSuggestionAfterError(true)
    .addHelpText('after', HELP_END);
  addAssess(program, run);
  addPlan(program, run);
  addRunCommands(program, run);
  addVerify(program, run);
  addProbe(program, run);
  addAttach(program, run);
  addEvidence(program, run);
  addKey(program, run);
  addCatalogue(program, run);
  addPractice(program, run);
  program
    .command('helper', { hidden: true })
    .requiredOption('--channel <address>')
    .requiredOption('--nonce <nonce>')
    .action(({ channel, nonce }: { channel: string; nonce: string }) => helperMain(channel, nonce));
  quiet(program, say);
  return program;
}

/** Errors of use come back as exceptions, so that they are reported in one place and one form. */
function quiet(command: Command, say: (text: string) => void): void {
  command.exitOverride().configureOutput({ writeErr: () => undefined, writeOut: say });
  for (const child of command.commands) quiet(child, say);
}

function wrongUse(error: CommanderError): Failure {
  const message = error.message.replace(/^error: /, '');
  return new Failure(
    {
      code: 'wrong-use',
      message: message === '(outputHelp)' ? 'A command is missing.' : message,
      next: 'See `ucs-remedy --help`, or `ucs-remedy COMMAND --help`.',
    },
    EXIT.wrongUse,
  );
}

const HELP_END = `
Exit codes:
   0  nothing (more) to do            13  unknown
   1  error                           14  instrument not idle
   2  wrong use                       15  elevation failed or declined
  10  exposed, action needed          16  plan changed
  11  restart or log-off pending      17  receipt not accepted
  12  conflict                        18  gate closed

Example:
  ucs-remedy run --practice miseq-4.0-ruo --yes --confirm-idle`;
