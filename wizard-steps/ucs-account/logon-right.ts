import * as z from 'zod';
import type { Host, HostChanges } from '../../main/host/host.ts';
import { whenRead } from '../../main/model/fact.ts';
import type { Service } from '../../main/model/system-facts.ts';

/** Windows: whether the account that is to be used had the right to log on as a service before the step. */
export const LogonRightBackup = z.strictObject({ account: z.string(), hadIt: z.boolean() });
export type LogonRightBackup = z.infer<typeof LogonRightBackup>;

/** Null where there is no such right, or the account needs none. Throws `HostChangeError` where it could not be read. */
export async function logonRightBackup(changes: HostChanges, account: string): Promise<LogonRightBackup | null> {
  const hadIt = (await changes.logonRight?.isGranted(account)) ?? null;
  return hadIt === null ? null : { account, hadIt };
}

/**
 * Takes the right back where the step gave it, once the service logs on as another account. An account that a service needs it for,
 * which somebody set meanwhile, keeps it.
 */
export async function takeBackLogonRight(
  host: Pick<Host, 'services'>,
  changes: HostChanges,
  { account, hadIt }: LogonRightBackup,
): Promise<void> {
  if (hadIt) return;
  const services = whenRead(await host.services()) ?? [];
  if (services.some((service) => logsOnAs(service, account))) return;
  await changes.logonRight?.takeBack(account);
}

function logsOnAs({ account }: Service, name: string): boolean {
  return account !== null && local(account.name) === local(name);
}

/** Accounts of this machine with and without a point or a machine before them; another of that name elsewhere keeps the right too. */
function local(account: string): string {
  return account.replace(/^.*\\/, '').toLowerCase();
}
