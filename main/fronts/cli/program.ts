import { Command, CommanderError } from 'commander';
import { EXIT, Failure } from '../../model/failure.ts';
import { programVersion } from '../../run/program-stamp.ts';
import type { CommandRunner } from './command.ts';
import { createOutput, reportError } from './output.ts';

type Add = (program: Command, run: CommandRunner) => void;

const addRunCommands = async () => (await import('./commands/run.ts')).addRunCommands;
/** What each command needs is set up only where it is asked for: all of it would cost every start up to 30 ms. */
const COMMANDS: Readonly<Record<string, () => Promise<Add>>> = {
  assess: async () => (await import('./commands/assess.ts')).addAssess,
  plan: async () => (await import('./commands/plan.ts')).addPlan,
  run: addRunCommands,
  resume: addRunCommands,
  rollback: addRunCommands,
  verify: async () => (await import('./commands/verify.ts')).addVerify,
  probe: async () => (await import('./commands/probe.ts')).addProbe,
  attach: async () => (await import('./commands/attach.ts')).addAttach,
  evidence: async () => (await import('./commands/evidence.ts')).addEvidence,
  key: async () => (await import('./commands/key.ts')).addKey,
  catalogue: async () => (await import('./commands/catalogue.ts')).addCatalogue,
  practice: async () => (await import('./commands/practice.ts')).addPractice,
  helper: async () => addHelper,
};

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
  const program = await createProgram(args, run, (text) => {
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

async function createProgram(
  args: readonly string[],
  run: CommandRunner,
  say: (text: string) => void,
): Promise<Command> {
  const program = new Command('ucs-remedy')
    .description(
      'Finds, closes and proves closed the Universal Copy Service weaknesses CVE-2023-1968 and CVE-2023-1966 on a DNA sequencer.',
    )
    .version(programVersion, '-V, --version', 'print the version of this program')
    .enablePositionalOptions()
    .showSuggestionAfterError(true)
    .addHelpText('after', HELP_END);
  const [first = ''] = args;
  const wanted = Object.hasOwn(COMMANDS, first) ? [first] : Object.keys(COMMANDS);
  const adding = await Promise.all(wanted.map((name) => COMMANDS[name]?.()));
  for (const add of new Set(adding)) add?.(program, run);
  quiet(program, say);
  return program;
}

/** Started by the program itself, with the rights of an administrator. */
function addHelper(program: Command): void {
  program
    .command('helper', { hidden: true })
    .requiredOption('--channel <address>')
    .requiredOption('--nonce <nonce>')
    .action(async ({ channel, nonce }: { channel: string; nonce: string }) => {
      const { helperMain } = await import('./helper-main.ts');
      await helperMain(channel, nonce);
    });
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
