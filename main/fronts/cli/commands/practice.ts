import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { scenarioSummaries } from '../../../host/practice/scenarios.ts';
import { EXIT, Failure } from '../../../model/failure.ts';
import { defaultPracticeFolder, instrumentFolder, openPractice } from '../../../run/places.ts';
import { type CommandRunner, withExample } from '../command.ts';
import { addJsonOption, addPracticeOptions } from '../options.ts';
import { drawTable } from '../present/table.ts';

interface RebootOptions {
  practice?: string;
  dataDir?: string;
}

/** `practice`: the virtual instruments. */
export function addPractice(program: Command, run: CommandRunner): void {
  const practice = program
    .command('practice')
    .description('Virtual instruments for training, demonstration and acceptance.');
  withExample(practice, 'ucs-remedy practice list');

  const list = practice.command('list').description('List the practice instruments and the exit code `run` ends with.');
  withExample(addJsonOption(list), 'ucs-remedy practice list').action(() =>
    run(async (output) => {
      const scenarios = scenarioSummaries();
      const rows = scenarios.map(({ id, title, summary, expectedExit }) => [
        id,
        `${expectedExit}`,
        `${title}\n${summary}`,
      ]);
      output.line(drawTable([34, 6], ['Practice instrument', 'Exit', 'What it shows'], rows));
      output.document({ scenarios });
      return EXIT.nothingToDo;
    }),
  );

  const reboot = practice
    .command('reboot')
    .description('Restart a practice instrument.')
    .argument('[id]', 'the practice instrument; may be left out where the data folder holds just one');
  withExample(addJsonOption(addPracticeOptions(reboot)), 'ucs-remedy practice reboot installer-needs-reboot').action(
    (id: string | undefined, options: RebootOptions) =>
      run(async (output) => {
        const folder = options.dataDir ?? defaultPracticeFolder();
        const scenario = id ?? options.practice ?? (await onlyInstrumentIn(folder));
        const { host } = await openPractice(scenario, folder);
        await host.reboot();
        output.line(`PRACTICE: ${scenario} was restarted.`);
        output.document({ practice: scenario, rebooted: true });
        return EXIT.nothingToDo;
      }),
  );
}

async function onlyInstrumentIn(dataFolder: string): Promise<string> {
  const [only, ...others] = await instrumentsIn(dataFolder);
  if (only !== undefined && others.length === 0) return only;
  throw new Failure(
    {
      code: 'practice-instrument-not-named',
      message:
        only === undefined
          ? 'There is no practice instrument in this data folder yet.'
          : `There are several practice instruments in this data folder: ${[only, ...others].join(', ')}.`,
      next: 'Name the one to restart, for example: ucs-remedy practice reboot installer-needs-reboot',
    },
    EXIT.wrongUse,
  );
}

async function instrumentsIn(dataFolder: string): Promise<string[]> {
  try {
    return (await readdir(dirname(instrumentFolder(dataFolder, 'any')))).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
