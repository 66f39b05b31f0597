import type { Fact } from '../../../model/fact.ts';
import type { Session } from '../../../model/system-facts.ts';
import { activeSessions } from '../win32/sessions.ts';
import { AccountNames } from './account-names.ts';
import { reading } from './reading.ts';

/** Who is logged on in front of the screen, else who works on it from elsewhere; null: nobody. */
export function readSession(): Promise<Fact<Session | null>> {
  return reading('log-on sessions (WTSEnumerateSessionsW)', () => {
    const sessions = activeSessions();
    const front = sessions.find((session) => session.console) ?? sessions[0];
    if (front === undefined) return null;
    const account = AccountNames.read().ofService(`${front.domain}\\${front.user}`);
    return account === null ? null : { account, kind: front.console ? 'console' : 'remote' };
  });
}
