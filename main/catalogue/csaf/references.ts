import type { ProductStatus, ProductTree, Vulnerability } from './csaf-document.ts';
import type { NotUnderstood } from './import-result.ts';

/** A place that speaks of a product id: a status list, or (status null) a remedy, threat, flag or score. */
export interface ProductReference {
  id: string;
  /** JSON pointer to the place. */
  path: string;
  status: ProductStatus | null;
  /** The weakness by its CVE number; null where the file gives none. */
  cve: string | null;
}

interface AboutProducts {
  product_ids?: string[] | undefined;
  group_ids?: string[] | undefined;
}

/** Product ids by the id of their group; a group defined twice has the ids of both. */
export function productGroups(tree: ProductTree): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { group_id, product_ids } of tree.product_groups ?? []) {
    groups.set(group_id, [...(groups.get(group_id) ?? []), ...product_ids]);
  }
  return groups;
}

/** The product ids something is about, those of its groups included. Groups that are not defined have none. */
export function productIdsOf(about: AboutProducts, groups: ReadonlyMap<string, string[]>): string[] {
  const fromGroups = (about.group_ids ?? []).flatMap((group) => groups.get(group) ?? []);
  return [...new Set([...(about.product_ids ?? []), ...fromGroups])];
}

/** Every place of the weaknesses that speaks of a product, in the file's order. */
export function productReferences(
  vulnerabilities: readonly Vulnerability[],
  groups: ReadonlyMap<string, string[]>,
): ProductReference[] {
  return vulnerabilities.flatMap((vulnerability, index) => {
    const at = `/vulnerabilities/${index}`;
    const cve = vulnerability.cve ?? null;
    const statuses = Object.entries(vulnerability.product_status ?? {}).flatMap(([status, ids]) =>
      (ids ?? []).map((id, place) => ({
        id,
        path: `${at}/product_status/${status}/${place}`,
        status: status as ProductStatus,
        cve,
      })),
    );
    const others = aboutProducts(vulnerability).flatMap(({ path, about }) =>
      productIdsOf(about, groups).map((id) => ({ id, path: at + path, status: null, cve })),
    );
    return [...statuses, ...others];
  });
}

/** Groups that are spoken of and defined nowhere. */
export function undefinedGroups(
  vulnerabilities: readonly Vulnerability[],
  groups: ReadonlyMap<string, string[]>,
): NotUnderstood[] {
  return vulnerabilities.flatMap((vulnerability, index) =>
    aboutProducts(vulnerability).flatMap(({ path, about }) =>
      (about.group_ids ?? [])
        .filter((group) => !groups.has(group))
        .map((group) => ({
          id: null,
          name: null,
          path: `/vulnerabilities/${index}${path}`,
          why: `It speaks of the product group ${JSON.stringify(group)}, which the file does not define.`,
        })),
    ),
  );
}

function aboutProducts(vulnerability: Vulnerability): { path: string; about: AboutProducts }[] {
  const { remediations = [], threats = [], flags = [], scores = [] } = vulnerability;
  return [
    ...remediations.map((about, index) => ({ path: `/remediations/${index}`, about })),
    ...threats.map((about, index) => ({ path: `/threats/${index}`, about })),
    ...flags.map((about, index) => ({ path: `/flags/${index}`, about })),
    ...scores.map(({ products }, index) => ({ path: `/scores/${index}`, about: { product_ids: products } })),
  ];
}
