import * as z from 'zod';
import { type Host, HostChangeError, type HostChanges, type UnitChanges } from '../../main/host/host.ts';
import { whenRead } from '../../main/model/fact.ts';
import type { Check } from '../../main/model/step-result.ts';
import { findUcs } from '../../main/observe/ucs.ts';
import type { ApplyContext } from '../step.ts';
import { texts } from './texts.ts';
import type { UnitPlan } from './unit-plan.ts';

/** What a change of a systemd unit has to put back. */
export const UnitBackup = z.strictObject({
  /** The account, where it was made by this step. */
  madeAccount: z.string().nullable(),
  /** Whom the files and folders that were handed over belonged to. */
  owners: z.array(z.strictObject({ path: z.string(), uid: z.number().int(), gid: z.number().int() })),
});
export type UnitBackup = z.infer<typeof UnitBackup>;

/** How often, and how far apart in milliseconds, it is looked whether UCS serves its ports again. */
const LOOKS = 40;
const BETWEEN_LOOKS_MS = 500;

function unitChanges(changes: HostChanges): UnitChanges {
  if (changes.unit === undefined) throw new HostChangeError('tool-failed', texts.noUnits);
  return changes.unit;
}

/** Reads what has to be put back. */
export async function unitBackup(changes: HostChanges, plan: UnitPlan, account: string): Promise<UnitBackup> {
  const unit = unitChanges(changes);
  const isMade = plan.createAccount && (await unit.idsOf(account)) === null;
  return { madeAccount: isMade ? account : null, owners: await unit.ownersOf(plan.handOver.map(({ path }) => path)) };
}

/** Makes the account where it is to be made, and hands over what UCS has to write. */
export async function prepareUnit(changes: HostChanges, plan: UnitPlan, account: string): Promise<void> {
  const unit = unitChanges(changes);
  if (plan.createAccount) await unit.createAccount(account);
  const ids = await unit.idsOf(account);
  if (ids === null) throw new HostChangeError('account-refused', `there is no account ${account} on this system`);
  const owned = await unit.ownersOf(plan.handOver.map(({ path }) => path));
  // The group keeps its rights; only the owner changes.
  await unit.setOwners(owned.map(({ path, gid }) => ({ path, uid: ids.uid, gid })));
}

/** Gives files and folders back. */
export async function giveBack(changes: HostChanges, { owners }: UnitBackup): Promise<void> {
  await unitChanges(changes).setOwners(owners);
}

/** Removes the account, where the step made it; nothing may run as it any more. */
export async function unmakeAccount(changes: HostChanges, { madeAccount }: UnitBackup): Promise<void> {
  if (madeAccount !== null) await unitChanges(changes).removeAccount(madeAccount);
}

/** Waits until UCS serves all its ports again, or for some seconds. */
export async function waitUntilServing(
  host: Host,
  plan: UnitPlan,
  names: readonly string[],
  context: ApplyContext,
): Promise<void> {
  for (let look = 0; look < LOOKS; look += 1) {
    if ((await missingPorts(host, plan, names)).length === 0) return;
    await context.pause(BETWEEN_LOOKS_MS);
  }
}

/** Whether UCS serves every port it served before. */
export async function servingCheck(host: Host, plan: UnitPlan, names: readonly string[]): Promise<Check> {
  const base = { id: 'ucs-serving', about: 'lab-works', source: 'listening sockets' } as const;
  const listeners = await host.listeners();
  if (listeners.status === 'unavailable') return { ...base, result: 'not-possible', says: texts.servingNotReadable };
  const missing = await missingPorts(host, plan, names);
  return missing.length === 0
    ? { ...base, result: 'passed', says: texts.serving(plan.serves.map(named)) }
    : { ...base, result: 'failed', says: texts.notServing(missing) };
}

async function missingPorts(host: Host, { serves }: UnitPlan, names: readonly string[]): Promise<string[]> {
  const [services, processes, listeners] = await Promise.all([host.services(), host.processes(), host.listeners()]);
  const found = findUcs({ services, processes, listeners }, names).listeners;
  if (whenRead(listeners) === undefined) return serves.map(named);
  return serves.filter((port) => !found.some((listener) => named(listener) === named(port))).map(named);
}

function named({ protocol, port }: UnitPlan['serves'][number]): string {
  return `${protocol.toUpperCase()} port ${port}`;
}
