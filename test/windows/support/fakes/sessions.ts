// Fake: Wine lists no sessions.
import type { ActiveSession } from '../../../../main/host/windows/win32/sessions.ts';
import { machineName } from './sid.ts';
import { state } from './state.ts';

export type { ActiveSession } from '../../../../main/host/windows/win32/sessions.ts';

export function activeSessions(): ActiveSession[] {
  const { session } = state();
  return session === null ? [] : [{ id: 1, console: session.console, domain: machineName(), user: session.user }];
}
