import { type BranchProduct, readBranches } from './branch-product.ts';
import type { RelatedProduct } from './import-result.ts';
import type { ProductDefinition } from './product-tree.ts';

/** A product with versions this program can judge by, and what it must stand together with. */
export interface ResolvedProduct extends BranchProduct {
  range: string;
  relatedTo: RelatedProduct[];
}

/** Definitions by product id; more than one for an id is a fault of the file. */
export type Definitions = ReadonlyMap<string, readonly ProductDefinition[]>;

/** The one definition of an id; a sentence where there is none or more than one. */
export function definitionOf(definitions: Definitions, id: string): ProductDefinition | string {
  const [definition, ...others] = definitions.get(id) ?? [];
  if (definition === undefined) return `The product id ${JSON.stringify(id)} is defined nowhere in the file.`;
  if (others.length === 0) return definition;
  const places = [definition, ...others].map(({ path }) => path).join(', ');
  return `The product id ${JSON.stringify(id)} is defined ${others.length + 1} times (${places}).`;
}

/**
 * Reads what product and versions a definition stands for; a sentence where that is not clear. For two products that belong
 * together it is the component's product and versions, with the other product beside it.
 */
export function resolveProduct(
  definition: ProductDefinition,
  definitions: Definitions,
  via: readonly string[] = [],
): ResolvedProduct | string {
  switch (definition.kind) {
    case 'full-name':
      return 'Only a full name is given; its version is not stated apart from the name.';
    case 'branch': {
      const product = readBranches(definition.branches);
      if (typeof product === 'string') return product;
      if (product.range === null) return 'No branch above it gives a version or a version range.';
      return { ...product, range: product.range, relatedTo: [] };
    }
    case 'relationship': {
      if (via.includes(definition.id)) return 'Its relationships lead back to itself.';
      const component = definitionOf(definitions, definition.component);
      if (typeof component === 'string') return component;
      const product = resolveProduct(component, definitions, [...via, definition.id]);
      if (typeof product === 'string') return `Of its component ${JSON.stringify(component.id)}: ${product}`;
      const related = relatedProduct(definition.category, definition.relatesTo, definitions);
      if (typeof related === 'string') return related;
      return { ...product, relatedTo: [...product.relatedTo, related] };
    }
  }
}

/** The other product may be without a version ("installed on Windows 10"), but what is stated must be readable. */
function relatedProduct(category: string, id: string, definitions: Definitions): RelatedProduct | string {
  const definition = definitionOf(definitions, id);
  if (typeof definition === 'string') return definition;
  const { name } = definition;
  switch (definition.kind) {
    case 'full-name':
      return { category, id, name, range: null };
    case 'branch': {
      const product = readBranches(definition.branches);
      if (typeof product === 'string') return `Of the product it belongs to, ${JSON.stringify(id)}: ${product}`;
      return { category, id, name, range: product.range };
    }
    case 'relationship':
      return `It belongs to ${JSON.stringify(id)}, which is itself made of two products.`;
  }
}
