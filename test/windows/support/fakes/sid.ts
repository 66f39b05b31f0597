// Fake: Wine has no accounts but its own user. Names and SIDs of the fake accounts come first, then Wine's.
import * as real from '../../../../main/host/windows/win32/sid.ts';
import { state } from './state.ts';

export type { NamedSid, SidUse } from '../../../../main/host/windows/win32/sid.ts';
export const { machineName, sidAt, sidBytes, sidUse } = real;

export function namedBySid(sid: string): real.NamedSid | null {
  const { users, groups } = state();
  const group = groups.find((each) => each.sid === sid);
  if (group !== undefined) return { sid, domain: machineName(), name: group.name, use: 'local-group' };
  const user = users.find((each) => each.sid === sid);
  if (user !== undefined) return { sid, domain: machineName(), name: user.name, use: 'user' };
  return real.namedBySid(sid);
}

export function sidByName(name: string): { sid: string; use: real.SidUse } | null {
  const local = name.replace(/^.*\\/, '').toLowerCase();
  const user = state().users.find((each) => each.name.toLowerCase() === local);
  return user === undefined ? real.sidByName(name) : { sid: user.sid, use: 'user' };
}
