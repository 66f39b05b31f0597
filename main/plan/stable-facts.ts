import { type PlanContext, ucsNames } from '../../wizard-steps/step.ts';
import { whenRead } from '../model/fact.ts';
import { canonicalJson, type Json } from '../model/json.ts';
import { isEphemeralPort } from '../observe/ephemeral-ports.ts';
import { findUcs } from '../observe/ucs.ts';

/**
 * The facts a plan rests on that stay the same until somebody changes the machine: names, versions, accounts, static ports,
 * rules, file digests. Never pids, times or ephemeral ports. A reading that failed is part of it by its cause: if it works
 * the next time, the plan must be looked at again.
 */
export function stableFacts(context: PlanContext): Json {
  const { observation, assessment, installer } = context;
  const ucs = findUcs(observation, ucsNames(context));
  const { identification } = assessment;
  const family = whenRead(observation.operatingSystem)?.family ?? null;
  return {
    operatingSystem: whenRead(observation.operatingSystem) ?? null,
    product: identification.product,
    versions: identification.versions,
    mode: identification.mode,
    serial: identification.serial,
    listed: assessment.listed,
    verdicts: assessment.verdicts.map(({ cve, state, row }) => ({ cve, state, row })),
    software: asSet(whenRead(observation.software)),
    fileVersions: asSet(whenRead(observation.fileVersions)),
    ucsServices: asSet(
      ucs.services.map(({ name, displayName, imagePath, account, startType }) => ({
        name,
        displayName,
        imagePath,
        account,
        startType,
      })),
    ),
    ucsPrograms: asSet(ucs.processes.map(({ imagePath, account }) => ({ imagePath, account }))),
    ucsPorts: asSet(
      ucs.listeners
        .filter(({ port }) => !isEphemeralPort(port, family))
        .map(({ protocol, family: addressFamily, address, port }) => ({
          protocol,
          family: addressFamily,
          address,
          port,
        })),
    ),
    // Its order has a meaning: which rule comes first can decide.
    firewall: whenRead(observation.firewall) ?? null,
    accounts: asSet(whenRead(observation.accounts)),
    installer,
  };
}

/** A list without its order and repetitions: systems list processes, sockets and files as it happens. Null: not read. */
function asSet(items: readonly Json[] | undefined): Json {
  if (items === undefined) return null;
  const byText = new Map(items.map((item) => [canonicalJson(item), item]));
  return [...byText.keys()].sort().flatMap((text) => byText.get(text) ?? []);
}
