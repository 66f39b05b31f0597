import { EXIT, Failure } from '../../model/failure.ts';
import type { HelperLauncher } from '../launcher.ts';
import { type ElevatingTool, elevatingLauncher } from './elevating-launcher.ts';
import { notStarted } from './not-started.ts';

/** `sudo` ends with this for everything it refuses (sudo(8), "Exit value"); it does not tell more. */
const REFUSED = 1;

/**
 * Has `sudo` ask at the terminal of this process. The password is typed to sudo and never passes through this program.
 *
 * @param sudo absolute path of the tool
 * @param program absolute path of the helper, or of Node and its script
 */
export function sudoLauncher(sudo: string, program: readonly string[]): HelperLauncher {
  return elevatingLauncher({
    file: sudo,
    // -k with a command: a password of earlier does not count, and this one is not kept for other programs.
    options: ['-k', '--'],
    program,
    atTerminal: true,
    refusal,
  });
}

const refusal: ElevatingTool['refusal'] = ({ exitCode, signal, how }) => {
  if (exitCode !== REFUSED && signal !== 'SIGINT') return notStarted(how);
  return new Failure(
    {
      code: 'elevation-declined',
      message:
        'sudo did not give administrator rights: the question was cancelled, the password was wrong, or the account is not allowed to.',
      next: 'Read what sudo said above and start again, or ask the administrator of this instrument. Nothing was changed.',
    },
    EXIT.elevationFailed,
  );
};
