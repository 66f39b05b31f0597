import type { Catalogue, Product } from '../catalogue/catalogue.ts';
import type { Identification, IdentityClaim } from '../model/assessment.ts';
import type { Stated } from '../model/choices.ts';
import type { Observation } from '../model/observation.ts';
import { installedClaims, runFolderClaims, statedClaim } from './identity-claims.ts';
import { readMode } from './instrument-mode.ts';
import { readSerial } from './instrument-serial.ts';
import {
  decideProduct,
  type ProductDecision,
  runFolderContradictions,
  unreadableRunFolders,
} from './product-decision.ts';
import { newestRunOf, type RunHistory, runHistory, versionsOf } from './run-history.ts';
import { findStatedProduct } from './stated-product.ts';
import { readUcsVersion } from './ucs-version.ts';
import { versionsAgree } from './version-agreement.ts';

/**
 * What the instrument is: product, versions, mode, serial number and UCS version, with every claim and every contradiction.
 * Pure, and the same for the same observation. Only what is installed on a live machine counts as `current`.
 *
 * Throws `Failure` `unknown-product-stated` or `ambiguous-product-stated` when the person's product is none of the catalogue's.
 */
export function identify(observation: Observation, catalogue: Catalogue, stated: Stated): Identification {
  const statedProduct = stated.product === null ? null : findStatedProduct(stated.product, catalogue);
  const statedVersion = stated.version?.trim() || null;
  const history = runHistory(observation, catalogue);
  const fromInstalled = installedClaims(observation, catalogue);
  const installed = catalogue.products.filter(({ key }) => fromInstalled.some((claim) => claim.product === key));

  const decision = decideProduct({ installed, history, stated: statedProduct, observation });
  const { product } = decision;
  const person = statedProduct ?? (statedVersion === null ? null : product);
  const versions = readVersions(decision, fromInstalled, history, statedVersion);
  const mode = readMode({
    product,
    basis: decision.basis,
    stated: stated.mode,
    installed,
    statementContradicted: decision.statementContradicted,
  });
  const serial = readSerial(history, product);
  const ucs = readUcsVersion(observation, catalogue, history);

  return {
    status: product === null ? 'undecided' : 'identified',
    undecidedBecause: decision.undecidedBecause,
    product: product?.key ?? null,
    productName: product?.name ?? null,
    versions: versions.values,
    mode: mode.mode,
    modeSource: mode.modeSource,
    current: versions.current,
    serial: serial.serial,
    ucsVersion: ucs.ucsVersion,
    claims: [
      ...fromInstalled,
      ...runFolderClaims(history),
      ...(person === null ? [] : [statedClaim(observation, person, statedVersion)]),
    ],
    contradictions: [
      ...decision.contradictions,
      ...(product === null ? [] : runFolderContradictions(history, product)),
      ...(decision.basis === 'run-folder' ? unreadableRunFolders(history) : []),
      ...versions.contradictions,
      ...mode.contradictions,
      ...serial.contradictions,
      ...ucs.contradictions,
    ],
  };
}

interface VersionReading {
  values: string[];
  current: boolean;
  contradictions: string[];
}

/** Installed versions, else those of the product's newest run; a stated version is added, never put in their place. */
function readVersions(
  { product, basis }: ProductDecision,
  fromInstalled: readonly IdentityClaim[],
  history: RunHistory,
  stated: string | null,
): VersionReading {
  if (product === null) return { values: [], current: false, contradictions: [] };
  const claims = fromInstalled.filter((claim) => claim.product === product.key && claim.version !== null);
  const installed = distinct(claims.map(({ version }) => version));
  const run = newestRunOf(history, product);
  const recorded = run === null ? [] : versionsOf(run);
  const observed = installed.length > 0 ? installed : recorded;
  return {
    values: distinct([...observed, stated]),
    current: basis === 'installed' && claims.some(({ current }) => current),
    contradictions: [
      ...amongInstalled(product, installed),
      ...(run !== null && installed.length > 0 && !anyAgree(recorded, installed)
        ? [
            `${product.name} is installed as ${installed.join(', ')}; its newest run folder ${run.path} recorded ${recorded.join(', ')} on ${run.changedAt}.`,
          ]
        : []),
      ...(stated !== null && !anyAgree(observed, [stated])
        ? [`The person states version ${stated}, the machine says ${observed.join(', ')}.`]
        : []),
    ],
  };
}

function amongInstalled(product: Product, installed: readonly string[]): string[] {
  const [first, ...others] = installed;
  if (first === undefined || others.every((other) => versionsAgree(first, other))) return [];
  return [`What is installed gives several versions of ${product.name}: ${installed.join(', ')}.`];
}

/** True when there is nothing to compare, too: silence contradicts nobody. */
function anyAgree(some: readonly string[], others: readonly string[]): boolean {
  return some.length === 0 || some.some((one) => others.some((other) => versionsAgree(one, other)));
}

function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))];
}
