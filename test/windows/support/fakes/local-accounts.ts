// Fake: Wine has one account and no groups.
import type { GroupMember, LocalUser } from '../../../../main/host/windows/win32/local-accounts.ts';
import { namedBySid } from './sid.ts';
import { state } from './state.ts';

export type { GroupMember, LocalUser } from '../../../../main/host/windows/win32/local-accounts.ts';

export function localUsers(): LocalUser[] {
  return state().users.map(({ name, sid, disabled }) => ({ name, sid, disabled }));
}

export function membersOfLocalGroup(groupSid: string): GroupMember[] {
  const group = state().groups.find(({ sid }) => sid === groupSid);
  return (group?.members ?? []).map((sid) => {
    const named = namedBySid(sid);
    return { sid, name: named?.name ?? sid, use: named?.use ?? 'other' };
  });
}
