import { isElevated } from '../../host/windows/win32/security/process-token.ts';
import type { ElevationWay } from '../elevation.ts';
import { impossible } from '../impossible.ts';
import { launchUnelevated } from '../launcher.ts';
import { launchAsAdministrator } from './launch-as-administrator.ts';

/**
 * The way to the rights of an administrator on Windows: none needed where this process has them, else the question of Windows.
 * A script of a source checkout is not started with more rights: anybody may have written to it.
 *
 * @param program absolute path of the executable, or of the script in a checkout
 * @param elevated whether this process has the rights
 */
export function windowsElevation(program: string, elevated = isElevated()): ElevationWay {
  if (elevated) {
    return {
      way: 'none-needed',
      program: null,
      explains: 'This program has the rights of an administrator already.',
      launch: launchUnelevated(program),
    };
  }
  if (!program.toLowerCase().endsWith('.exe')) {
    return impossible({
      code: 'elevation-not-possible',
      message: 'Only the installed program can ask for administrator rights, and this is a source checkout.',
      next: 'Use the installed program, or start this one from a terminal of an administrator.',
    });
  }
  return {
    way: 'runas',
    program,
    explains:
      'Windows asks whether this program may make changes. Where it asks for a name and password, give those of an administrator (on many instruments sbsadmin). If no question is seen, look for one that blinks in the task bar.',
    launch: launchAsAdministrator(program),
  };
}
