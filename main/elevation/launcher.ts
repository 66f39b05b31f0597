import { access } from 'node:fs/promises';
import { execa } from 'execa';
import { systemFolder } from '../host/windows/win32/system-library.ts';
import { EXIT, Failure } from '../model/failure.ts';
import { asNodeInElectron, helperArguments, helperEnvironment, howItEnded, programWords } from './helper-command.ts';

/** How long what a helper wrote on its way out may take to arrive. */
const LAST_WORDS_MS = 500;

/** A helper process that was started: who it is, and when it is gone. */
export interface LaunchedHelper {
  readonly pid: number;
  /** Resolves when the process has ended, with a short description of how. */
  readonly ended: Promise<string>;
  /**
   * Whether the system shows that the process with the rights, and nobody else, holds the key of a greeting. Absent where
   * the helper has the rights of its caller: there is nothing to gain by taking its place.
   */
  isGenuine?(secretKey: string): Promise<boolean>;
}

/** Starts a helper that will connect to an address, and resolves when no prompt is open any more. One launcher per way of getting rights. */
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
    const [file, ...words] = programWords(programFile);
    const child = execa(file, [...words, ...helperArguments(address, nonce)], {
      // Its own process group: Ctrl+C in the terminal must not cut it off in the middle of a change.
      detached: true,
      cleanup: false,
      reject: false,
      stdin: 'ignore',
      stdout: 'ignore',
      stderr: 'pipe',
      maxBuffer: 64 * 1024,
      extendEnv: false,
      env: { ...helperEnvironment(), ...asNodeInElectron(programFile) },
      // Windows looks for libraries in the current directory too.
      ...(process.platform === 'win32' ? { cwd: systemFolder() } : {}),
    });
    // What a helper started may live on and hold its error output; nobody waits for that.
    child.once('exit', () => setTimeout(() => child.stderr?.destroy(), LAST_WORDS_MS).unref());
    const ended = child.then(howItEnded);
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
