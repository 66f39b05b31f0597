// Fake: Wine reports success for a right and keeps none.
import { changeState, state } from './state.ts';

export function rightsOfAccount(sid: string): string[] {
  return state().users.find((user) => user.sid === sid)?.rights ?? [];
}

export function addRightToAccount(sid: string, right: string): void {
  changeState(({ users }) => {
    users.find((user) => user.sid === sid)?.rights.push(right);
  });
}

export function removeRightFromAccount(sid: string, right: string): void {
  changeState(({ users }) => {
    const user = users.find((each) => each.sid === sid);
    if (user !== undefined) user.rights = user.rights.filter((each) => each !== right);
  });
}
