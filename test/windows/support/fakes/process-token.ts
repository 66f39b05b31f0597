// Fake: Wine gives every process the rights of an administrator. Here a process has them where its terminal has, or by consent.
import * as real from '../../../../main/host/windows/win32/security/process-token.ts';
import { startedWithConsent } from './run-as-administrator.ts';
import { state } from './state.ts';

export const { ownAccount, ownSid } = real;

function terminalHasRights(): boolean {
  return state().terminal === 'administrator';
}

export function isElevated(): boolean {
  return terminalHasRights() || startedWithConsent(process.argv.slice(2));
}

/** Only the helper asks, and only about its front. */
export function isProcessElevated(pid: number): boolean {
  return real.isProcessElevated(pid) && terminalHasRights();
}
