import { type Fact, read } from '../../../model/fact.ts';
import type { OwnStart, RestrictionPolicy, Restrictions } from '../../../model/restriction-facts.ts';
import type { Registry } from './registry.ts';
import { readRestrictionPolicy } from './restriction-policy.ts';
import { systemVariables } from './system-variables.ts';

/**
 * The Software Restriction Policy of a machine, and the files of ours it would be about.
 *
 * @param ownStarts gives those files where there is a policy; on a copied disk nothing of ours starts
 */
export async function readRestrictions(
  registry: Registry,
  ownStarts: (policy: RestrictionPolicy) => Promise<OwnStart[]> = async () => [],
): Promise<Fact<Restrictions>> {
  const policy = await readRestrictionPolicy(registry);
  if (policy.status === 'unavailable') return policy;
  const starts = policy.value === null ? [] : await ownStarts(policy.value);
  const programFolder = (await systemVariables(registry)).get('programfiles') ?? null;
  return read({ policy: policy.value, starts, programFolder }, policy.source, policy.at);
}
