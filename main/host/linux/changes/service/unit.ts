import { mkdir, rmdir } from 'node:fs/promises';
import { syncFolderNames } from '../../../hash-chained-file.ts';
import { HostChangeError } from '../../../host.ts';
import { findTool } from '../../tool.ts';
import { attempt, change, said } from '../change-tool.ts';
import { removeDurably, writeDurably } from '../durable-file.ts';
import { accountNamed } from './accounts.ts';

const UNIT_NAME = /^[A-Za-z0-9:_.@-]{1,200}\.service$/;
const UNIT_FOLDER = '/etc/systemd/system';
const DROP_IN = '90-ucs-remediation-wizard.conf';
/** A service may take this long to stop and to start, in milliseconds. */
const RESTART_MS = 300_000;
/** How often, and how far apart in milliseconds, a service is looked at after its start. */
const LOOKS = 3;
const BETWEEN_LOOKS_MS = 400;

/**
 * Has a unit run as an account, through a file of our own beside the unit that holds `User=` and nothing else. Where the unit runs as
 * that account without our file, the file is taken away again. Takes effect at the next start of the service.
 */
export async function setUnitUser(unit: string, account: string): Promise<void> {
  await requireUnit(unit);
  if ((await accountNamed(account)) === null) {
    throw new HostChangeError('account-refused', `there is no account ${account} on this system`);
  }
  await removeDropIn(unit);
  if (isSame(await userOf(unit), account)) return;
  const folder = folderOf(unit);
  await mkdir(folder, { recursive: true, mode: 0o755 });
  await syncFolderNames(UNIT_FOLDER);
  await writeDurably(`${folder}/${DROP_IN}`, `[Service]\nUser=${account}\n`, { mode: 0o644 });
  await change('systemctl', ['daemon-reload']);
  const now = await userOf(unit);
  if (!isSame(now, account)) {
    throw new HostChangeError(
      'account-refused',
      `${unit} is set to ${now || 'root'} by something that outranks our file`,
    );
  }
}

async function removeDropIn(unit: string): Promise<void> {
  await removeDurably(`${folderOf(unit)}/${DROP_IN}`);
  // With files of others in it the folder stays.
  await rmdir(folderOf(unit)).catch(() => undefined);
  await change('systemctl', ['daemon-reload']);
}

function folderOf(unit: string): string {
  return `${UNIT_FOLDER}/${unit}.d`;
}

function isSame(user: string, account: string): boolean {
  return (user === '' ? 'root' : user) === account;
}

/** Stops and starts a service, and looks whether it stays up. Throws `HostChangeError` start-failed where it does not. */
export async function restartUnit(unit: string): Promise<void> {
  await requireUnit(unit);
  const run = await attempt('systemctl', ['restart', '--', unit], RESTART_MS);
  if (run.exitCode !== 0) throw new HostChangeError('start-failed', `${unit}: ${said(run)}`);
  let pid = '';
  for (let look = 0; look < LOOKS; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS_MS));
    const state = await show(unit, ['ActiveState', 'SubState', 'MainPID', 'Result']);
    const up = state.get('ActiveState') === 'active' && (pid === '' || pid === state.get('MainPID'));
    if (!up) {
      const how = `${state.get('ActiveState')}, ${state.get('SubState')}, result ${state.get('Result')}`;
      throw new HostChangeError('start-failed', `${unit} did not stay up (${how})`);
    }
    pid = state.get('MainPID') ?? '';
  }
}

async function userOf(unit: string): Promise<string> {
  return (await show(unit, ['User'])).get('User') ?? '';
}

async function requireUnit(unit: string): Promise<void> {
  if (findTool('systemctl') === null) throw new HostChangeError('tool-failed', 'systemd is not on this system');
  const known = UNIT_NAME.test(unit) && (await show(unit, ['LoadState'])).get('LoadState') === 'loaded';
  if (!known) throw new HostChangeError('not-found', `there is no service ${unit}`);
}

async function show(unit: string, properties: readonly string[]): Promise<Map<string, string>> {
  const run = await change('systemctl', ['show', `--property=${properties.join(',')}`, '--no-pager', '--', unit]);
  return new Map(
    run.stdout.split('\n').map((line): [string, string] => {
      const cut = line.indexOf('=');
      return [line.slice(0, cut), line.slice(cut + 1)];
    }),
  );
}
