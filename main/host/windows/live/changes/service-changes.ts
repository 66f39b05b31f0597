import { setTimeout } from 'node:timers/promises';
import { HostChangeError } from '../../../host.ts';
import type { Secret } from '../../../secret.ts';
import { textsOf } from '../../hive/registry-value.ts';
import { oneValue, withKey } from '../../win32/registry-key.ts';
import {
  changeServiceAccount,
  listServices,
  requestStart,
  requestStop,
  SERVICE_STATE,
  type ServiceStatus,
  serviceSetup,
  serviceStatus,
} from '../../win32/service-manager.ts';
import { ERROR, Win32Error } from '../../win32/win32-error.ts';
import { changing } from './change-error.ts';
import { giveLogonRight } from './logon-right.ts';
import { localName } from './password.ts';

/** Services get as long as Windows itself gives them at a shutdown, and more to start. */
const WAIT_MS = 90_000;
const LOOK_EVERY_MS = 100;
/** A service that ends itself right after its start did not start. */
const STAYS_MS = 1_000;

/**
 * Sets what a service logs on as and reads it back. A local account is given the right to log on as a service first, as the services
 * console of Windows does. Throws `HostChangeError`.
 */
export function setServiceAccount(service: string, account: string, password: Secret | null): Promise<void> {
  return changing(() => {
    serviceSetup(service);
    const stored = storedName(account);
    if (stored.startsWith('.\\')) giveLogonRight(stored.slice(2));
    changeServiceAccount(service, stored, password?.reveal() ?? null);
    const now = serviceSetup(service).account;
    if (now.toLowerCase() !== stored.toLowerCase())
      throw new HostChangeError('tool-failed', `the service is still set to log on as ${now}`);
  });
}

/** As the service manager stores it: accounts of this machine with a point before them, those of Windows and of domains as they are. */
function storedName(account: string): string {
  if (/^(nt authority|nt service)\\/i.test(account) || /^(\.\\)?localsystem$/i.test(account)) return account;
  const name = localName(account);
  return name === null ? account : `.\\${name}`;
}

/** Services that were stopped for one that then did not start: they are started when it runs again. */
const waitingFor = new Map<string, string[]>();

/**
 * Stops a service with everything that needs it, starts all of it again, and waits until it runs and stays so.
 * Throws `HostChangeError`: start-failed, account-refused where its account does not log on.
 */
export function restartService(service: string): Promise<void> {
  return changing(async () => {
    const dependents = [...runningDependents(service), ...(waitingFor.get(service) ?? [])];
    waitingFor.set(service, dependents);
    for (const name of [...dependents, service]) await stop(name);
    await start(service);
    for (const name of dependents.toReversed()) await start(name);
    waitingFor.delete(service);
  }, 'start-failed');
}

/** Services that run and need this one, directly or through others, in the order they are to be stopped in. */
function runningDependents(service: string): string[] {
  const running = listServices().filter(({ state }) => state !== SERVICE_STATE.stopped);
  const needs = running.map(({ name }) => ({ name, needed: neededBy(name) }));
  const seen = new Set([service.toLowerCase()]);
  const inOrder: string[] = [];
  const take = (wanted: string) => {
    for (const { name, needed } of needs) {
      if (seen.has(name.toLowerCase()) || !needed.includes(wanted.toLowerCase())) continue;
      seen.add(name.toLowerCase());
      take(name);
      inOrder.push(name);
    }
  };
  take(service);
  return inOrder;
}

/** What a service needs, in lower case, from where the service manager keeps it. */
function neededBy(service: string): string[] {
  const value = withKey('machine', `SYSTEM\\CurrentControlSet\\Services\\${service}`, (key) =>
    key === null ? null : oneValue(key, 'DependOnService'),
  );
  return (textsOf(value) ?? []).map((name) => name.toLowerCase());
}

async function stop(service: string): Promise<void> {
  try {
    requestStop(service);
  } catch (error) {
    if (!isOneOf(error, [ERROR.serviceNotActive])) throw error;
  }
  const { state } = await until(service, (status) => status.state === SERVICE_STATE.stopped);
  if (state !== SERVICE_STATE.stopped) throw new HostChangeError('tool-failed', `the service ${service} did not stop`);
}

async function start(service: string): Promise<void> {
  try {
    requestStart(service);
  } catch (error) {
    if (!isOneOf(error, [ERROR.serviceAlreadyRunning])) throw error;
  }
  await until(service, ({ state }) => state === SERVICE_STATE.running || state === SERVICE_STATE.stopped);
  await setTimeout(STAYS_MS);
  const { state, win32ExitCode } = serviceStatus(service);
  if (state === SERVICE_STATE.running) return;
  if (win32ExitCode === ERROR.serviceLogonFailed)
    throw new HostChangeError('account-refused', `the account of the service ${service} does not log on`);
  throw new HostChangeError('start-failed', `the service ${service} does not run (error ${win32ExitCode})`);
}

function isOneOf(error: unknown, codes: readonly number[]): boolean {
  return error instanceof Win32Error && codes.includes(error.code);
}

/** Looks again and again, for as long as a service may take; the last status is the answer. */
async function until(service: string, reached: (status: ServiceStatus) => boolean): Promise<ServiceStatus> {
  let status = serviceStatus(service);
  for (let waited = 0; waited < WAIT_MS && !reached(status); waited += LOOK_EVERY_MS) {
    await setTimeout(LOOK_EVERY_MS);
    status = serviceStatus(service);
  }
  return status;
}
