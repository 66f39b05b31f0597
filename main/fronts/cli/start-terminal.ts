import { join } from 'node:path';
import select from '@inquirer/select';
import { scenarioSummaries } from '../../host/practice/scenarios.ts';
import { instrumentTrace } from '../../run/instrument-trace.ts';
import { thisMachine } from '../../run/machine.ts';
import { defaultPracticeFolder } from '../../run/places.ts';
import { runCommandLine } from './program.ts';

/** Shown where nobody can choose: the path most instruments take. */
const SHOWN_BY_DEFAULT = 'miseq-4.0-ruo';

/** Starts the wizard in the terminal: on the instrument this machine is, else on a practice instrument, which is said first. */
export async function startInTerminal(): Promise<void> {
  const trace = process.platform === 'linux' ? await instrumentTrace(thisMachine()) : null;
  if (trace !== null) {
    process.stdout.write(`This machine looks like an instrument: ${trace}\n`);
    // Without administrator rights there is a first look only.
    await runCommandLine([process.getuid?.() === 0 ? 'run' : 'assess']);
    return;
  }
  process.stdout.write(
    'PRACTICE: this machine shows no trace of an instrument, so the wizard works on a virtual one.\n',
  );
  const interactive = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const scenario = interactive ? await chooseScenario() : SHOWN_BY_DEFAULT;
  // A folder of its own each time: everybody who starts sees the instrument as it was before anybody touched it.
  const dataFolder = join(defaultPracticeFolder(), 'start', new Date().toISOString().replace(/[:.]/g, '-'));
  const unattended = interactive ? [] : ['--yes', '--confirm-idle', '--operator', 'Practice'];
  await runCommandLine(['run', '--practice', scenario, '--data-dir', dataFolder, ...unattended]);
  process.stdout.write(`This practice instrument lies in ${dataFolder}. To look at it again or undo what was done:\n`);
  for (const command of ['assess', 'rollback']) {
    process.stdout.write(`  node build/ucs-remedy.cjs ${command} --practice ${scenario} --data-dir ${dataFolder}\n`);
  }
}

function chooseScenario(): Promise<string> {
  return select({
    message: 'Which practice instrument?',
    default: SHOWN_BY_DEFAULT,
    pageSize: 15,
    choices: scenarioSummaries().map(({ id, title, summary }) => ({
      value: id,
      name: `${id} - ${title}`,
      description: summary,
    })),
  });
}
