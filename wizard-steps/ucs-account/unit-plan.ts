import * as z from 'zod';
import { whenRead } from '../../main/model/fact.ts';
import type { Observation } from '../../main/model/observation.ts';
import { Protocol } from '../../main/model/system-facts.ts';
import { isEphemeralPort } from '../../main/observe/ephemeral-ports.ts';
import { findUcs } from '../../main/observe/ucs.ts';

/** What a systemd unit needs so that it can work as another account. */
export const UnitPlan = z.strictObject({
  /** Whether the account has to be made: locked, without a shell. */
  createAccount: z.boolean(),
  /** What belongs to root and the unit has open for writing: handed over to the account. */
  handOver: z.array(z.strictObject({ path: z.string(), kind: z.enum(['file', 'folder']) })),
  /** Ports UCS served before, without those the system chose by itself: it must serve them again. */
  serves: z.array(z.strictObject({ protocol: Protocol, port: z.number().int() })),
});
export type UnitPlan = z.infer<typeof UnitPlan>;

/** Computes it from what is observed. `account`: null while nobody has chosen one. */
export function unitPlan(
  observation: Observation,
  names: readonly string[],
  service: string | null,
  account: string | null,
): UnitPlan {
  const accounts = whenRead(observation.accounts);
  const writes = whenRead(observation.services)?.find(({ name }) => name === service)?.writes ?? [];
  const ports = findUcs(observation, names).listeners.filter(({ port }) => !isEphemeralPort(port, 'linux'));
  const byKey = new Map(ports.map(({ protocol, port }) => [`${protocol} ${port}`, { protocol, port }]));
  return {
    createAccount: account !== null && accounts?.some(({ name }) => name === account) === false,
    handOver: writes.filter(({ uid }) => uid === 0).map(({ path, kind }) => ({ path, kind })),
    serves: [...byKey.keys()].sort().flatMap((key) => byKey.get(key) ?? []),
  };
}
