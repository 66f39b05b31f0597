import { readFile } from 'node:fs/promises';
import { HostChangeError } from '../../../host.ts';
import { type PasswdEntry, parsePasswd } from '../../account-files.ts';
import { attempt, change, said } from '../change-tool.ts';

/** What useradd takes on every distribution. */
const NEW_NAME = /^[a-z_][a-z0-9_-]{0,30}$/;
const NO_SHELL = '/usr/sbin/nologin';

/** An account of this machine by its exact name. */
export async function accountNamed(name: string): Promise<PasswdEntry | null> {
  const entries = parsePasswd(await readFile('/etc/passwd', 'utf8'));
  return entries.find((entry) => entry.name === name) ?? null;
}

/** Makes a locked system account without shell, password or home. One that exists is left as it is. */
export async function createLockedAccount(name: string): Promise<void> {
  if (!NEW_NAME.test(name)) throw new HostChangeError('account-refused', `"${name}" is no name for a new account`);
  if ((await accountNamed(name)) !== null) return;
  await change('useradd', [
    ...['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent'],
    ...['--shell', NO_SHELL, '--comment', 'Universal Copy Service', '--', name],
  ]);
  const made = await accountNamed(name);
  const shadow = (await readFile('/etc/shadow', 'utf8')).split('\n').find((line) => line.startsWith(`${name}:`));
  const locked = /^[!*]/.test(shadow?.split(':')[1] ?? '');
  if (made === null || made.shell !== NO_SHELL || !locked || made.uid === '0') {
    throw new HostChangeError('tool-failed', `the account ${name} is not locked and without shell after it was made`);
  }
}

/** Removes an account that has no shell and no password; one that does not exist is no error. */
export async function removeLockedAccount(name: string): Promise<void> {
  const account = await accountNamed(name);
  if (account === null) return;
  if (account.shell !== NO_SHELL || account.uid === '0') {
    throw new HostChangeError('access-denied', `the account ${name} is not as this program made it`);
  }
  const run = await attempt('userdel', ['--', name]);
  if (run.exitCode !== 0 || (await accountNamed(name)) !== null) {
    throw new HostChangeError('tool-failed', `userdel ${name}: ${said(run)}`);
  }
}
