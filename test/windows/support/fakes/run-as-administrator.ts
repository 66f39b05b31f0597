// Fake: Wine asks nobody for consent. The person's answer is in the state and is written down; a yes is the real ShellExecuteExW.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import * as real from '../../../../main/host/windows/win32/process/run-as-administrator.ts';
import { Win32Error } from '../../../../main/host/windows/win32/win32-error.ts';
import { FOLDER, state } from './state.ts';

export type {
  AdministratorProcess,
  AdministratorStart,
} from '../../../../main/host/windows/win32/process/run-as-administrator.ts';

const ASKED = `${FOLDER}\\consent.log`;

export async function runAsAdministrator(start: real.AdministratorStart): Promise<real.AdministratorProcess> {
  const { consent } = state();
  // Written before the program starts, which looks here for its own rights.
  appendFileSync(ASKED, `${consent} ${start.words.join(' ')}\n`);
  if (consent !== 0) throw new Win32Error('ShellExecuteExW', consent);
  return real.runAsAdministrator(start);
}

/** Whether a process with these words on its command line was started with the consent of a person. */
export function startedWithConsent(words: readonly string[]): boolean {
  return (
    existsSync(ASKED) &&
    readFileSync(ASKED, 'utf8')
      .split('\n')
      .includes(`0 ${words.join(' ')}`)
  );
}
