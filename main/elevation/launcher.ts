import { access } from 'node:fs/promises';
import { execa } from 'execa';
import { EXIT, Failure } from '../model/failure.ts';

/** A helper process that was started: who it is, and when it is gone. */
export interface LaunchedHelper {
  readonly pid: number;
  /** Resolves when the process has ended, with a short description of how. */
  readonly ended: Promise<string>;
}

/** Starts a helper that will connect to an address. One launcher per way of getting rights. */
export type HelperLauncher = (address: string, nonce: string) => Promise<LaunchedHelper>;

/**
 * Starts the helper with the rights this process has: for practice, and where the program already runs as administrator.
 *
 * @param programFile absolute path of the built program, which is command line and helper in one
 */
export function launchUnelevated(programFile: string): HelperLauncher {
  return async (address, nonce) => {
    try {
      await access(programFile);
    } catch (cause) {
      throw new Failure(
        {
          code: 'helper-missing',
          message: 'The part of the program that makes changes is missing.',
          next: 'Install the program again. Nothing was changed.',
        },
        EXIT.elevationFailed,
        cause,
      );
    }
    const child = execa(process.execPath, [programFile, 'helper', '--channel', address, '--nonce', nonce], {
      // Its own process group: Ctrl+C in the terminal must not cut it off in the middle of a change.
      detached: true,
      cleanup: false,
      reject: false,
      stdin: 'ignore',
      stdout: 'ignore',
      stderr: 'pipe',
      maxBuffer: 64 * 1024,
      extendEnv: false,
      env: helperEnvironment(),
    });
    const ended = child.then(({ exitCode, signal, stderr }) => {
      const how = signal === undefined ? `exit code ${exitCode}` : `signal ${signal}`;
      return stderr === '' ? how : `${how}: ${stderr}`;
    });
    if (child.pid === undefined) {
      throw new Failure(
        {
          code: 'helper-not-started',
          message: `The part of the program that makes changes could not be started (${await ended}).`,
          next: 'Start the program again. Nothing was changed.',
        },
        EXIT.elevationFailed,
      );
    }
    return { pid: child.pid, ended };
  };
}

/** Nothing of the caller's environment reaches the helper but what the system needs to start a program. */
function helperEnvironment(): Record<string, string> {
  if (process.platform !== 'win32') return { LC_ALL: 'C.UTF-8', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };
  const systemRoot = process.env['SystemRoot'] ?? 'C:\\Windows';
  return { SystemRoot: systemRoot, PATH: `${systemRoot}\\System32`, NoDefaultCurrentDirectoryInExePath: '1' };
}
