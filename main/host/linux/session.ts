import { type Fact, read, unavailable } from '../../model/fact.ts';
import type { Session } from '../../model/system-facts.ts';
import { type ConfinedTree, isMiss } from '../confined-tree.ts';
import { readAccountNames } from './account-files.ts';
import { runTool, withoutResult } from './tool.ts';

/** Who is logged in, through systemd-logind: the active person at the machine before one who came over the network. */
export async function readSession(tree: ConfinedTree): Promise<Fact<Session | null>> {
  const source = 'loginctl list-sessions, show-session';
  if (!(await tree.has('/run/systemd/system'))) {
    return unavailable(
      'not-on-this-system',
      'systemd-logind does not run here, so it cannot be asked for sessions.',
      source,
    );
  }
  const accounts = await readAccountNames(tree);
  if (isMiss(accounts)) return unavailable(accounts.cause, accounts.detail, '/etc/passwd');
  const listed = await runTool('loginctl', ['list-sessions', '--no-legend', '--no-pager']);
  if (listed.kind !== 'ran' || listed.exitCode !== 0) return withoutResult(listed);

  const sessions: Session[] = [];
  for (const line of listed.stdout.split('\n')) {
    const id = line.trim().split(/\s+/)[0] ?? '';
    if (!/^[A-Za-z0-9]+$/.test(id)) continue;
    const shown = await runTool('loginctl', [
      'show-session',
      '--property=User',
      '--property=Remote',
      '--property=Active',
      '--property=Class',
      '--',
      id,
    ]);
    // A session may end between the two calls.
    if (shown.kind !== 'ran' || shown.exitCode !== 0) continue;
    const session = sessionOf(shown.stdout, (uid) => accounts.forUid(uid));
    if (session !== null) sessions.push(session);
  }
  return read(sessions.find((session) => session.kind === 'console') ?? sessions[0] ?? null, source);
}

/** The session `loginctl show-session` describes; null for a greeter, a background session or one not in front. */
export function sessionOf(text: string, accountFor: (uid: string) => Session['account']): Session | null {
  const properties = new Map(text.split('\n').map((line) => [line.split('=')[0] ?? '', line.split('=')[1] ?? '']));
  const uid = properties.get('User');
  if (uid === undefined || properties.get('Class') !== 'user' || properties.get('Active') !== 'yes') return null;
  return { account: accountFor(uid), kind: properties.get('Remote') === 'yes' ? 'remote' : 'console' };
}
