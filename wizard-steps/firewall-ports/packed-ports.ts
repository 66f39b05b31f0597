import * as z from 'zod';
import { reachability } from '../../main/assess/reachability.ts';
import { entriesFor } from '../../main/catalogue/pack-for-instrument.ts';
import { type FirewallRule, OUR_RULE_PREFIX } from '../../main/model/firewall.ts';
import type { Observation } from '../../main/model/observation.ts';
import { packName } from '../../main/model/pack-stamp.ts';
import type { Check } from '../../main/model/step-result.ts';
import { Protocol } from '../../main/model/system-facts.ts';
import type { PlanContext } from '../step.ts';

/** A port that a site pack names for this instrument, with which pack and on whose word. */
export const PackedPort = z.strictObject({ protocol: Protocol, port: z.number().int(), saidBy: z.string() });
export type PackedPort = z.infer<typeof PackedPort>;

type Port = Pick<PackedPort, 'protocol' | 'port'>;

/** Ports a site pack names for this instrument, without those that are closed anyway. */
export function packedPorts({ pack, assessment }: PlanContext, known: readonly Port[]): PackedPort[] {
  if (!pack) return [];
  const name = packName(pack.stamp);
  const key = ({ protocol, port }: Port) => `${protocol} ${port}`;
  const keys = known.map(key);
  const named = entriesFor(pack, assessment.listed).flatMap(({ ports }) => ports);
  const byKey = new Map(
    named
      .filter(({ value }) => !keys.includes(key(value)))
      .map(({ value, source }) => [key(value), { ...value, saidBy: `${name}; its source: ${source}` }]),
  );
  return [...byKey.values()];
}

/** What it means for this step that other machines can, or cannot, reach a listener. */
export const RESULTS = {
  loopback: 'passed',
  blocked: 'passed',
  'left-open': 'passed',
  open: 'failed',
  overridden: 'overridden',
  undecided: 'not-possible',
} as const;

/**
 * The firewall without rules of ours that are not, or not wholly, in force: what an interruption left half set is no rule that
 * something else overrides, and is set again.
 */
export function inForce(firewall: Observation['firewall']): Observation['firewall'] {
  if (firewall.status === 'unavailable') return firewall;
  const isHalfSet = ({ name, enabled, zones, families }: FirewallRule) =>
    name.startsWith(OUR_RULE_PREFIX) && !(enabled && zones === 'any' && families.length === 2);
  return { ...firewall, value: { ...firewall.value, rules: firewall.value.rules.filter((rule) => !isHalfSet(rule)) } };
}

/** Nothing has to listen there now: judged is a listener on every address, which UCS may open later. */
export function packedPortCheck(observation: Observation, { protocol, port }: Port): Check {
  const owner = { kind: 'unreadable', detail: 'nobody yet' } as const;
  const listener = { protocol, family: 'ipv6', address: '::', port, owner } as const;
  const { result, because } = reachability(listener, inForce(observation.firewall), null);
  const { source } = observation.firewall;
  return { id: `closed-${protocol}-${port}`, about: 'effect', result: RESULTS[result], says: because, source };
}
