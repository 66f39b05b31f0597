import { HostChangeError } from '../host.ts';
import type { Secret } from '../secret.ts';
import { canLogOn, localAccount, sameAccount, serviceAccountName } from './accounts.ts';
import type { InstrumentState, PracticeService } from './instrument-state.ts';

/** A service by its name, as the system's own tools find it. Throws `HostChangeError` not-found. */
export function serviceNamed(state: InstrumentState, name: string): PracticeService {
  const service = state.services[name];
  if (service === undefined) throw new HostChangeError('not-found', `there is no service ${name}`);
  return service;
}

/** What checking a password says, without using it. Accounts without a password cannot be told. */
export function checkPassword(
  state: InstrumentState,
  account: string,
  password: Secret,
): 'accepted' | 'refused' | 'cannot-tell' {
  const local = localAccount(state, account);
  if (local === undefined) return serviceAccountName(state, account) === null ? 'refused' : 'cannot-tell';
  if (local.password === null) return 'cannot-tell';
  return local.enabled && local.password === password.reveal() ? 'accepted' : 'refused';
}

/** Stores what a service logs on as at its next start. The password is not checked, as Windows does not check it. */
export function setServiceAccount(
  state: InstrumentState,
  name: string,
  account: string,
  password: Secret | null,
): void {
  const service = serviceNamed(state, name);
  const stored = serviceAccountName(state, account);
  if (stored === null) throw new HostChangeError('account-refused', `there is no account ${account}`);
  const local = localAccount(state, account);
  service.account = stored;
  service.storedPassword =
    local === undefined || state.operatingSystem.family === 'linux'
      ? 'none'
      : password !== null && password.reveal() === local.password
        ? 'right'
        : 'wrong';
}

/** Stops and starts a service. Throws `HostChangeError` start-failed; the service is stopped then. */
export function restartService(state: InstrumentState, name: string): void {
  serviceNamed(state, name);
  const trouble = startService(state, name);
  if (trouble !== null) throw new HostChangeError('start-failed', trouble);
}

/** Starts a service afresh; null when it runs, else the system's word why it does not. */
export function startService(state: InstrumentState, name: string): string | null {
  const service = serviceNamed(state, name);
  const isUcs = state.ucs?.kind === 'service' && state.ucs.name === name;
  service.runningAs = null;
  if (service.startType === 'disabled') return '1058: the service is disabled';
  if (isUcs) superviseAccount(state, service);
  if (!canLogOn(state, service)) return '1069: the service did not start because the log-on failed';
  if (isUcs && isOneOf(state, service.account, state.switches.ucsDoesNotStartAs)) {
    return '1053: the service did not answer the start request in time';
  }
  service.runningAs = service.account;
  if (isUcs) settleDependants(state, name, service.account);
  return null;
}

function superviseAccount(state: InstrumentState, service: PracticeService): void {
  const wanted = state.switches.supervisorSetsAccount;
  if (wanted === null || sameAccount(state, wanted, service.account)) return;
  service.account = serviceAccountName(state, wanted) ?? wanted;
  service.storedPassword = localAccount(state, wanted) === undefined ? 'none' : 'right';
}

/** LRM and the like: up again with UCS, unless this instrument is set to let them fail with its new account. */
function settleDependants(state: InstrumentState, name: string, account: string): void {
  const stops = isOneOf(state, account, state.switches.dependantsStopWhenUcsRunsAs);
  for (const dependant of Object.values(state.services)) {
    if (dependant.dependsOn !== name || dependant.startType !== 'automatic') continue;
    dependant.runningAs = stops || !canLogOn(state, dependant) ? null : dependant.account;
  }
}

function isOneOf(state: InstrumentState, account: string, names: readonly string[]): boolean {
  return names.some((name) => sameAccount(state, name, account));
}
