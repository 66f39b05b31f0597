import { type Fact, read } from '../../../model/fact.ts';
import type { OwnStart, RestrictionPolicy, Restrictions } from '../../../model/restriction-facts.ts';
import type { Registry } from './registry.ts';
import { readRestrictionPolicy } from './restriction-policy.ts';
import { systemVariables, withRegistryValues, withVariables } from './system-variables.ts';

/** What only a running system has: the part of the registry of the person, and files of ours that start. */
export interface OfThisProgram {
  person: Pick<Registry, 'read'>;
  /** Asked where there is a policy. */
  ownStarts(policies: readonly RestrictionPolicy[]): Promise<OwnStart[]>;
}

/**
 * The Software Restriction Policies of a machine and of the person this program runs as, and the files of ours they would be about. A
 * helper that runs as another person reads that one's policy: it is what its installers meet.
 *
 * @param ours null for a copied disk: nobody runs this program there, and nothing of ours starts
 */
export async function readRestrictions(
  machine: Registry,
  ours: OfThisProgram | null = null,
): Promise<Fact<Restrictions>> {
  const variables = await systemVariables(machine);
  const expand = async (path: string) => {
    const expanded = withVariables(await withRegistryValues(path, machine), variables);
    return expanded.includes('%') ? null : expanded;
  };
  const ofMachine = await readRestrictionPolicy('machine', machine, expand);
  if (ofMachine.status === 'unavailable') return ofMachine;
  const ofPerson = ours === null ? null : await readRestrictionPolicy('person', ours.person, expand);
  if (ofPerson?.status === 'unavailable') return ofPerson;
  const policies = [ofMachine.value, ofPerson?.value ?? null].filter((policy) => policy !== null);
  const starts = ours === null || policies.length === 0 ? [] : await ours.ownStarts(policies);
  const programFolder = variables.get('programfiles') ?? null;
  const source = [ofMachine, ofPerson].flatMap((fact) => fact?.source ?? []).join(', ');
  return read({ policies, starts, programFolder }, source, ofMachine.at);
}
