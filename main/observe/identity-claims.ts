import type { Catalogue, Product } from '../catalogue/catalogue.ts';
import type { Evidence, IdentityClaim } from '../model/assessment.ts';
import type { Observation } from '../model/observation.ts';
import type { FileVersion } from '../model/system-facts.ts';
import { newestRunOf, type RecordedRun, type RunHistory, versionsOf } from './run-history.ts';
import { productsNamedIn } from './software-names.ts';

/**
 * What is installed, by the list of installed software and by the version resources of programs, in a fixed order. The claims
 * are `current` on a live machine only: a copied disk tells what was installed when it was copied.
 */
export function installedClaims(observation: Observation, catalogue: Catalogue): IdentityClaim[] {
  return [...softwareClaims(observation, catalogue), ...fileClaims(observation, catalogue)];
}

/** What run folders say: the newest run of every product they name, newest first; one claim for each version value. */
export function runFolderClaims(history: RunHistory): IdentityClaim[] {
  return history.runs.flatMap((run) =>
    run.products
      .filter((product) => run === history.newestNamed || run === newestRunOf(history, product))
      .flatMap((product) => claimsOfRun(run, product)),
  );
}

/** What a person says; `product` is the one they named, or the observed one when they named a version only. */
export function statedClaim(observation: Observation, product: Product, version: string | null): IdentityClaim {
  return {
    ...claimOf(product, version),
    from: 'person',
    current: false,
    evidence: {
      fact: 'person',
      says: `"${product.name}", version ${version ?? 'not stated'}`,
      source: 'stated by the person',
      at: observation.takenAt,
    },
  };
}

function claimsOfRun(run: RecordedRun, product: Product): IdentityClaim[] {
  const { applicationName, applicationVersion } = run.record;
  const versions: (string | null)[] = versionsOf(run);
  return (versions.length === 0 ? [null] : versions).map((version) => {
    const kind = version === null || version === applicationVersion ? 'version' : 'system suite version';
    return {
      ...claimOf(product, version),
      from: 'run-folder',
      current: false,
      evidence: run.evidence(`"${applicationName}", ${kind} ${version ?? 'not recorded'}`),
    };
  });
}

function softwareClaims({ host, software }: Observation, catalogue: Catalogue): IdentityClaim[] {
  if (software.status !== 'read') return [];
  const claims = software.value.flatMap(({ name, version }) =>
    productsNamedIn(name, catalogue).map((product): IdentityClaim => {
      const said = textOrNull(version);
      return {
        ...claimOf(product, said),
        from: 'software',
        current: host.live,
        evidence: {
          fact: 'software',
          says: `Installed software "${name}", version ${said ?? 'not given'}`,
          source: software.source,
          at: software.at,
        },
      };
    }),
  );
  return inFixedOrder(claims);
}

function fileClaims({ host, fileVersions }: Observation, catalogue: Catalogue): IdentityClaim[] {
  if (fileVersions.status !== 'read') return [];
  const claims = fileVersions.value.flatMap((file) => {
    const said = versionOfFile(file);
    const evidence: Evidence = {
      fact: 'fileVersions',
      says: `${file.path} calls itself "${file.productName ?? file.description}", version ${said ?? 'not given'}`,
      source: fileVersions.source,
      at: fileVersions.at,
    };
    const products = [file.productName, file.description]
      .filter((text) => text !== null)
      .flatMap((text) => productsNamedIn(text, catalogue));
    return [...new Set(products)].map(
      (product): IdentityClaim => ({ ...claimOf(product, said), from: 'file-version', current: host.live, evidence }),
    );
  });
  return inFixedOrder(claims);
}

/** The version a program file gives itself: that of the product, else of the file; null when both are empty. */
export function versionOfFile({ productVersion, fileVersion }: FileVersion): string | null {
  return textOrNull(productVersion) ?? textOrNull(fileVersion);
}

function claimOf(product: Product, version: string | null) {
  return { product: product.key, productName: product.name, version };
}

function textOrNull(text: string | null): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

/** Tools list software in no fixed order and sometimes twice; the same machine must always give the same claims. */
function inFixedOrder(claims: readonly IdentityClaim[]): IdentityClaim[] {
  const distinct = new Map(
    claims.map((claim) => [JSON.stringify([claim.product, claim.evidence.says, claim.version]), claim]),
  );
  return [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, claim]) => claim);
}
