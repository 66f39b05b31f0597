// Fake: Wine takes every password of every account.
import { state } from './state.ts';

export { LOGON } from '../../../../main/host/windows/win32/logon.ts';

const LOGON_FAILURE = 1326;
const ACCOUNT_DISABLED = 1331;

export function tryLogon(user: string, password: string): number {
  const found = state().users.find(({ name }) => name.toLowerCase() === user.toLowerCase());
  if (found === undefined || found.password !== password) return LOGON_FAILURE;
  return found.disabled ? ACCOUNT_DISABLED : 0;
}
