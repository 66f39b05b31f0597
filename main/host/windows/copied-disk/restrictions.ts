import { type Fact, read } from '../../../model/fact.ts';
import type { Restrictions } from '../../../model/restriction-facts.ts';
import type { Registry } from '../registry/registry.ts';
import { readRestrictionPolicy } from '../registry/restriction-policy.ts';
import { systemVariables } from '../registry/system-variables.ts';

/** The Software Restriction Policy of a copied disk. Nothing of ours starts there. */
export async function readRestrictionsOfCopy(registry: Registry): Promise<Fact<Restrictions>> {
  const policy = await readRestrictionPolicy(registry);
  if (policy.status === 'unavailable') return policy;
  const programFolder = (await systemVariables(registry)).get('programfiles') ?? null;
  return read({ policy: policy.value, starts: [], programFolder }, policy.source, policy.at);
}
