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
