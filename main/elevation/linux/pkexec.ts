import { EXIT, Failure } from '../../model/failure.ts';
import type { HelperLauncher } from '../launcher.ts';
import { type ElevatingTool, elevatingLauncher } from './elevating-launcher.ts';
import { INSTALLED_HELPER } from './helper-file.ts';
import { notStarted } from './not-started.ts';

/** Where a package puts our policy, see `assets/polkit`. Without it `pkexec` would ask for leave to start any program. */
export const INSTALLED_POLICY = '/usr/share/polkit-1/actions/org.ucs-remediation-wizard.helper.policy';

/** Exit codes of `pkexec` itself (pkexec(1), "Return value"). */
const DISMISSED = 126;
const NOT_AUTHORISED = 127;

/**
 * Has polkit ask for an administrator, in a window of the desktop or, at a terminal without one, in the terminal.
 *
 * @param pkexec absolute path of the tool
 */
export function pkexecLauncher(pkexec: string, atTerminal: boolean): HelperLauncher {
  return elevatingLauncher({
    file: pkexec,
    // Its own agent would ask at a terminal that nobody looks at while they work in a window.
    options: atTerminal ? [] : ['--disable-internal-agent'],
    program: [INSTALLED_HELPER],
    atTerminal,
    refusal,
  });
}

const refusal: ElevatingTool['refusal'] = ({ exitCode, signal, how }) => {
  if (exitCode === DISMISSED || signal === 'SIGINT') {
    return new Failure(
      {
        code: 'elevation-declined',
        message: 'The question for administrator rights was closed without an answer.',
        next: 'Start again and answer the question of the system. Nothing was changed.',
      },
      EXIT.elevationFailed,
    );
  }
  if (exitCode === NOT_AUTHORISED) {
    return new Failure(
      {
        code: 'elevation-not-authorised',
        message:
          'The system did not give administrator rights: the password was wrong, the account is not allowed to, or there is no program here that could ask.',
        next: 'Ask the administrator of this instrument, or start the program as root (for example with sudo). Nothing was changed.',
      },
      EXIT.elevationFailed,
    );
  }
  return notStarted(how);
};
