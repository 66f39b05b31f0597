import type { CsafDocument, ProductTree, Vulnerability } from './csaf-document.ts';
import type { ImportedAdvisory, ImportedEntry, NotUnderstood } from './import-result.ts';
import { type ProductDefinition, productDefinitions } from './product-tree.ts';
import { type ProductReference, productGroups, productReferences, undefinedGroups } from './references.ts';
import { publishedRemedies } from './remedies.ts';
import { type Definitions, definitionOf, resolveProduct } from './resolve-product.ts';
import { statusesOf } from './statuses.ts';

/**
 * Reads what a CSAF 2.0 document says about products. Every product id that a weakness speaks of comes back exactly once: as
 * an entry, or among what was not understood (there once for each reason). Nothing is left out in silence.
 */
export function readAdvisory(document: CsafDocument): ImportedAdvisory {
  const tree: ProductTree = document.product_tree ?? {};
  const vulnerabilities: Vulnerability[] = document.vulnerabilities ?? [];
  const groups = productGroups(tree);
  const definitions = byId(productDefinitions(tree));
  const references = byId(productReferences(vulnerabilities, groups));

  const entries: ImportedEntry[] = [];
  const notUnderstood: NotUnderstood[] = undefinedGroups(vulnerabilities, groups);
  for (const [id, places] of references) {
    const reading = readProduct(id, places, definitions, groups.has(id));
    if (Array.isArray(reading)) notUnderstood.push(...reading);
    else entries.push(reading);
  }
  return {
    advisory: stampOf(document),
    productIds: references.size,
    entries,
    notUnderstood,
    remedies: publishedRemedies(vulnerabilities, groups),
    warnings: [
      ...draftWarning(document),
      ...withoutProducts(vulnerabilities),
      ...unusedWarnings(definitions, references),
    ],
  };
}

function byId<T extends { id: string }>(things: readonly T[]): Map<string, T[]> {
  const grouped = new Map<string, T[]>();
  for (const thing of things) grouped.set(thing.id, [...(grouped.get(thing.id) ?? []), thing]);
  return grouped;
}

function readProduct(
  id: string,
  places: readonly ProductReference[],
  definitions: Definitions,
  isGroup: boolean,
): ImportedEntry | NotUnderstood[] {
  const definition = definitionOf(definitions, id);
  if (typeof definition === 'string') {
    const why = isGroup ? `${definition} It is the id of a product group, which cannot stand here.` : definition;
    return [{ id, name: definitions.get(id)?.[0]?.name ?? null, path: places[0]?.path ?? '', why }];
  }
  const { name, path } = definition;
  const product = resolveProduct(definition, definitions);
  const stated = statusesOf(places);
  const problems = [
    ...(typeof product === 'string' ? [{ path, why: product }] : []),
    ...(Array.isArray(stated) ? stated : []),
  ];
  if (typeof product === 'string' || Array.isArray(stated)) {
    return problems.map((problem) => ({ id, name, ...problem }));
  }
  const { vendor, productName, range, qualifiers, relatedTo } = product;
  return { id, vendor, productName, fullName: name, range, qualifiers, relatedTo, ...stated, path };
}

function stampOf({ document }: CsafDocument): ImportedAdvisory['advisory'] {
  const { id, version, status, current_release_date } = document.tracking;
  return { id, title: document.title, version, status, date: current_release_date, publisher: document.publisher.name };
}

function draftWarning({ document }: CsafDocument): string[] {
  const { status } = document.tracking;
  return status === 'final' ? [] : [`The advisory is marked "${status}", not final: it may still change.`];
}

function withoutProducts(vulnerabilities: readonly Vulnerability[]): string[] {
  return vulnerabilities.flatMap(({ cve, product_status = {} }, index) => {
    const stated = Object.values(product_status).some((ids) => ids !== undefined && ids.length > 0);
    return stated
      ? []
      : [`The weakness ${cve ?? 'without a CVE number'} lists no product (/vulnerabilities/${index}).`];
  });
}

/** Products that are defined and then neither given a status nor part of one that is. */
function unusedWarnings(definitions: Definitions, references: ReadonlyMap<string, unknown>): string[] {
  const all = [...definitions.values()].flat();
  const parts = new Set(all.flatMap(partsOf));
  return all
    .filter(({ id }) => !references.has(id) && !parts.has(id))
    .map(({ id, name, path }) => `No weakness speaks of the product ${JSON.stringify(id)} (${name}, ${path}).`);
}

function partsOf(definition: ProductDefinition): string[] {
  return definition.kind === 'relationship' ? [definition.component, definition.relatesTo] : [];
}
