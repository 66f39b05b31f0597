import { programFile } from '../run/program-stamp.ts';
import { impossible } from './impossible.ts';
import type { HelperLauncher } from './launcher.ts';
import { linuxElevation } from './linux/linux-elevation.ts';
import { startWarning } from './windows/start-warning.ts';
import { windowsElevation } from './windows/windows-elevation.ts';

/** What the system will do when the helper is started, so that a front can say it before it happens. */
export interface ElevationAhead {
  /**
   * `none-needed`: nothing is asked. `pkexec`: polkit asks, in a window or the terminal. `sudo`: asks in the terminal.
   * `runas`: Windows asks. `not-possible`: starting the helper will fail.
   */
  way: 'none-needed' | 'pkexec' | 'sudo' | 'runas' | 'not-possible';
  /** The program the system will name in its question; null where it asks nothing. */
  program: string | null;
  /** What will happen, or why nothing can, in the person's words. */
  explains: string;
  /** What of this system will probably not let the helper start, and what to do; absent where nothing is known to. */
  warning?: string;
}

/** The one way of getting rights that was chosen. */
export interface ElevationWay extends ElevationAhead {
  launch: HelperLauncher;
}

/** Where the person is: decides whether the system may ask in the terminal. */
export type FrontKind = 'terminal' | 'window';

/**
 * Chooses how this process gets a helper with rights. Asks nobody and changes nothing.
 *
 * @param program absolute path of the built program
 */
export async function chooseElevation(front: FrontKind, program: string): Promise<ElevationWay> {
  if (process.platform === 'win32') {
    const warning = await startWarning(program);
    return { ...windowsElevation(program), ...(warning === null ? {} : { warning }) };
  }
  if (process.platform === 'linux') return linuxElevation(front === 'terminal', program);
  return impossible({
    code: 'elevation-not-possible',
    message: 'This version cannot ask this system for administrator rights.',
    next: 'Look at a copied disk with --root, or practise with --practice.',
  });
}

/** What the system will ask for when a run on this machine is started. `program` as for `chooseElevation`. */
export async function elevationAhead(front: FrontKind, program = programFile()): Promise<ElevationAhead> {
  const { launch: _unused, ...ahead } = await chooseElevation(front, program);
  return ahead;
}
