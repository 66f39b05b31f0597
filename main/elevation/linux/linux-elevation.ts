import { lstat } from 'node:fs/promises';
import { findTool } from '../../host/linux/tool.ts';
import type { ElevationWay } from '../elevation.ts';
import { programWords } from '../helper-command.ts';
import { impossible } from '../impossible.ts';
import { launchUnelevated } from '../launcher.ts';
import { type FileTrust, INSTALLED_HELPER, trustFile } from './helper-file.ts';
import { INSTALLED_POLICY, pkexecLauncher } from './pkexec.ts';
import { othersAreShown } from './process-table.ts';
import { sudoLauncher } from './sudo.ts';
import { hasTerminal } from './terminal.ts';

const SET_UID = 0o4000;

/**
 * How this process gets a helper with the rights of root, decided once and before anything is asked: it has them; else
 * polkit; else sudo, where there is a terminal; else not at all. A way that was refused is never followed by another.
 *
 * @param ownProgram absolute path of the built program; started as root only where nobody else could have changed it
 */
export async function linuxElevation(atTerminal: boolean, ownProgram: string): Promise<ElevationWay> {
  if (process.getuid?.() === 0) {
    return {
      way: 'none-needed',
      program: null,
      explains: 'This program has administrator rights already. The system will ask nothing.',
      launch: launchUnelevated(ownProgram),
    };
  }
  if (!(await othersAreShown())) {
    return impossible({
      code: 'elevation-not-possible',
      message: 'This system hides the processes of other users, so the helper could not be recognised.',
      next: 'Start the program as root (for example with sudo).',
    });
  }
  const terminal = atTerminal && hasTerminal();
  const installed = await trustFile(INSTALLED_HELPER, { program: true });
  if (installed.kind === 'unsafe') return notSafe(installed.because);
  const pkexec = await setUidTool('pkexec');
  if (pkexec !== null && installed.kind === 'safe' && (await isPolicyInstalled())) {
    return {
      way: 'pkexec',
      program: INSTALLED_HELPER,
      explains: `The system will ask for the password of an administrator, for the program ${INSTALLED_HELPER}.`,
      launch: pkexecLauncher(pkexec, terminal),
    };
  }
  const sudo = await setUidTool('sudo');
  if (sudo === null || !terminal) return nobodyToAsk(terminal);
  const program = installed.kind === 'safe' ? [INSTALLED_HELPER] : programWords(ownProgram);
  const trust = await trustAll(program);
  if (trust.kind === 'missing') return missing();
  if (trust.kind === 'unsafe') return notSafe(trust.because);
  return {
    way: 'sudo',
    program: program.join(' '),
    explains: `sudo will ask here in the terminal for your password, for the program ${program.join(' ')}.`,
    launch: sudoLauncher(sudo, program),
  };
}

async function setUidTool(name: string): Promise<string | null> {
  const path = findTool(name);
  if (path === null) return null;
  const about = await lstat(path);
  return about.uid === 0 && (about.mode & SET_UID) !== 0 ? path : null;
}

async function isPolicyInstalled(): Promise<boolean> {
  return (await trustFile(INSTALLED_POLICY, { program: false })).kind === 'safe';
}

/** A script is as safe as itself and the Node that reads it. */
async function trustAll(program: readonly string[]): Promise<FileTrust> {
  for (const path of program) {
    const trust = await trustFile(path, { program: path === program[0] });
    if (trust.kind !== 'safe') return trust;
  }
  return { kind: 'safe' };
}

function missing(): ElevationWay {
  return impossible({
    code: 'helper-missing',
    message: 'The part of the program that makes changes is missing.',
    next: 'Install the program again. Nothing was changed.',
  });
}

function notSafe(because: string): ElevationWay {
  return impossible({
    code: 'helper-unsafe',
    message: `Others than root could have changed the program that would get administrator rights: ${because}.`,
    next: 'Install the package of this program, or put the program into a folder that only root can write to. Nothing was changed.',
  });
}

function nobodyToAsk(terminal: boolean): ElevationWay {
  return impossible({
    code: 'elevation-not-possible',
    message: terminal
      ? 'Working on this instrument needs administrator rights, and neither polkit with the policy of this program nor sudo is installed.'
      : 'Working on this instrument needs administrator rights, and the system has no way here to ask a person for them.',
    next: 'Install the package of this program, start it in a terminal, or start it as root (for example with sudo). To only look: `ucs-remedy assess`.',
  });
}
