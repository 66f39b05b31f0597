import { readFile } from 'node:fs/promises';
import { whileHeld } from '../../host/windows/win32/process/held-file.ts';
import {
  type AdministratorProcess,
  type AdministratorStart,
  runAsAdministrator,
} from '../../host/windows/win32/process/run-as-administrator.ts';
import { systemFolder } from '../../host/windows/win32/system-library.ts';
import { Win32Error } from '../../host/windows/win32/win32-error.ts';
import { sha256 } from '../../model/json.ts';
import { helperArguments } from '../helper-command.ts';
import type { HelperLauncher } from '../launcher.ts';
import { alteredHelper, refusedStart } from './refused-start.ts';

/** What starting with the rights of an administrator needs of Windows. */
export interface ConsentPort {
  systemFolder(): string;
  /** Keeps a file from being changed or replaced while `work` goes on. Throws Win32Error. */
  whileHeld<T>(path: string, work: () => Promise<T>): Promise<T>;
  /** Asks for consent and starts. Throws Win32Error. */
  run(start: AdministratorStart): Promise<AdministratorProcess>;
}

const windowsConsent: ConsentPort = { systemFolder, whileHeld, run: runAsAdministrator };

/**
 * Starts the helper with the rights of an administrator, after Windows has asked the person at the screen. There is no time-out
 * while that question is open. Where another person gives their account, the helper runs as that one: nothing of the caller's
 * profile is in its environment.
 *
 * @param helper absolute path of the executable
 * @param expected its SHA-256 where the caller knows it; a front of another file does
 */
export function launchAsAdministrator(
  helper: string,
  expected: string | null = null,
  windows: ConsentPort = windowsConsent,
): HelperLauncher {
  return async (address, nonce) => {
    try {
      const started = await windows.whileHeld(helper, async () => {
        if (expected !== null && sha256(await readFile(helper)) !== expected) throw alteredHelper();
        // Not the current directory of the caller: programs and libraries are looked for there.
        const folder = windows.systemFolder();
        return windows.run({ file: helper, words: helperArguments(address, nonce), folder });
      });
      return { pid: started.pid, ended: started.ended.then((code) => `exit code ${code}`) };
    } catch (error) {
      if (error instanceof Win32Error) throw refusedStart(error.code, error);
      throw error;
    }
  };
}
