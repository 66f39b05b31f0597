import type { PlanContext } from '../../wizard-steps/step.ts';
import { ucsNamePatterns } from '../catalogue/catalogue.ts';
import { whenRead } from '../model/fact.ts';
import type { Json } from '../model/json.ts';
import { isEphemeralPort } from '../observe/ephemeral-ports.ts';
import { findUcs } from '../observe/ucs.ts';

/**
 * The facts a plan rests on that stay the same until somebody changes the machine: names, versions, accounts, static ports,
 * rules, file digests. Never pids, times or ephemeral ports. A reading that failed is part of it by its cause: if it works
 * the next time, the plan must be looked at again.
 */
export function stableFacts({ observation, assessment, catalogue, installer }: PlanContext): Json {
  const ucs = findUcs(observation, ucsNamePatterns(catalogue));
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
    software: whenRead(observation.software) ?? null,
    fileVersions: whenRead(observation.fileVersions) ?? null,
    ucsServices: ucs.services.map(({ name, displayName, imagePath, account, startType }) => ({
      name,
      displayName,
      imagePath,
      account,
      startType,
    })),
    ucsPrograms: ucs.processes.map(({ imagePath, account }) => ({ imagePath, account })),
    ucsPorts: ucs.listeners
      .filter(({ port }) => !isEphemeralPort(port, family))
      .map(({ protocol, family: addressFamily, address, port }) => ({
        protocol,
        family: addressFamily,
        address,
        port,
      })),
    firewall: whenRead(observation.firewall) ?? null,
    accounts: whenRead(observation.accounts) ?? null,
    installer,
  };
}
