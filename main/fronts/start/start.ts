import { dirname, join, resolve } from 'node:path';
import { execa } from 'execa';
import { wizardPlaces } from '../../ipc/engine/wizard.ts';
import { defaultPracticeFolder } from '../../run/places.ts';
import { programFile } from '../../run/program-stamp.ts';
import { startInTerminal } from '../cli/start-terminal.ts';
import { WINDOW_OPEN } from '../electron/window-open.ts';
import { chooseFront, FRONTS, type Front, type FrontChoice } from './choose-front.ts';

const HELP = `Usage: npm start [-- --front electron|chromium|terminal]

Starts the wizard from this source checkout: in Electron where its binary is here, else in an installed Chromium, Chrome
or Edge, else (and where there is no display) in the terminal. It says which and why. In the window, practice is chosen on
the first screen; the terminal works on a practice instrument where this machine shows no trace of a real one, and says so.

Options:
  --front <front>   use this front, or say why it cannot be used
  -h, --help        show this text

For everything else: node build/ucs-remedy.cjs --help

Examples:
  npm start
  npm start -- --front terminal
`;

const ROOT_NOTICE = 'The program runs as root, where a browser has no sandbox: the window offers practice only.\n';

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

async function start(args: readonly string[]): Promise<void> {
  const wanted = wantedFront(args);
  if (wanted === 'help' || wanted === 'wrong') {
    process.stdout.write(HELP);
    if (wanted === 'wrong') process.exitCode = 2;
    return;
  }
  const build = dirname(resolve(process.argv[1] ?? ''));
  const checkout = dirname(build);
  const circumstances = { env: process.env, platform: process.platform, checkout };
  const choice = await chooseFront(wanted, circumstances);
  if (choice.front === null) {
    process.stderr.write(`This front cannot be used: ${choice.because}.\nLeave --front out, or choose another one.\n`);
    process.exitCode = 2;
    return;
  }
  announce(choice);
  if (choice.front !== 'electron') return show(choice, build);

  const { exitCode, opened } = await showInElectron(choice.electron, build);
  process.exitCode = exitCode;
  if (opened || exitCode === 0 || wanted !== null) return;
  const instead = await chooseFront(null, { ...circumstances, electronFailed: true });
  if (instead.front === null || instead.front === 'electron') return;
  process.exitCode = 0;
  announce(instead);
  await show(instead, build);
}

function announce({ front, because }: FrontChoice): void {
  process.stdout.write(`Front: ${front}, because ${because}.\n`);
}

function wantedFront(args: readonly string[]): Front | 'help' | 'wrong' | null {
  if (args.length === 0) return null;
  if (args.includes('--help') || args.includes('-h')) return 'help';
  const [option, value, ...more] = args.flatMap((word) => word.split('=', 2));
  const front = FRONTS.find((each) => each === value);
  return option === '--front' && front !== undefined && more.length === 0 ? front : 'wrong';
}

function show(choice: Exclude<FrontChoice, { front: 'electron' }>, build: string): Promise<void> {
  return choice.front === 'terminal' ? startInTerminal() : showInChromium(choice.browser, build);
}

async function showInElectron(electron: string, build: string): Promise<{ exitCode: number; opened: boolean }> {
  // With this variable set, Electron would run as plain Node and show nothing.
  const { ELECTRON_RUN_AS_NODE: _asNode, ...env } = process.env;
  const sandbox = isRoot() ? ['--no-sandbox'] : [];
  if (isRoot()) process.stdout.write(ROOT_NOTICE);
  const { exitCode, stdout } = await execa(electron, [...sandbox, join(build, 'electron', 'main.cjs')], {
    stdin: 'inherit',
    stdout: ['inherit', 'pipe'],
    stderr: 'inherit',
    reject: false,
    extendEnv: false,
    env,
  });
  return { exitCode: exitCode ?? 1, opened: stdout.includes(WINDOW_OPEN) };
}

/** Where the browser cannot show the window (no such display, a broken installation) the terminal is still there. */
async function showInChromium(browser: string, build: string): Promise<void> {
  let opened = false;
  if (isRoot()) process.stdout.write(ROOT_NOTICE);
  try {
    // Loaded only here: the terminal starts faster without it.
    const { runInChromium } = await import('../chromium/run-in-chromium.ts');
    await runInChromium({
      browser,
      places: wizardPlaces(defaultPracticeFolder(), programFile()),
      windowFolder: join(build, 'window'),
      pageScript: join(build, 'chromium-page.js'),
      opened: () => {
        opened = true;
      },
    });
  } catch (error) {
    if (opened) throw error;
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    process.stdout.write(`The window could not be opened (${why}). Front: terminal.\n`);
    await startInTerminal();
  }
}

void start(process.argv.slice(2));
