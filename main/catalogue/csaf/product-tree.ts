import type { Branch, ProductTree } from './csaf-document.ts';

interface Defined {
  /** Verbatim: ids are padded unevenly and mean nothing by themselves. */
  id: string;
  /** The full name as published; it may spell the version differently from the branches. */
  name: string;
  /** JSON pointer to the definition. */
  path: string;
}

/** A product that the file defines: at the end of branches, by a full name alone, or as two products that belong together. */
export type ProductDefinition =
  | (Defined & { kind: 'branch'; branches: { category: string; name: string }[] })
  | (Defined & { kind: 'full-name' })
  | (Defined & { kind: 'relationship'; category: string; component: string; relatesTo: string });

/** Every definition of the product tree in the file's order, those with the same id included. */
export function productDefinitions(tree: ProductTree): ProductDefinition[] {
  const fullNames = (tree.full_product_names ?? []).map(({ product_id, name }, index) => ({
    kind: 'full-name' as const,
    id: product_id,
    name,
    path: `/product_tree/full_product_names/${index}`,
  }));
  const relationships = (tree.relationships ?? []).map((relationship, index) => ({
    kind: 'relationship' as const,
    id: relationship.full_product_name.product_id,
    name: relationship.full_product_name.name,
    path: `/product_tree/relationships/${index}`,
    category: relationship.category,
    component: relationship.product_reference,
    relatesTo: relationship.relates_to_product_reference,
  }));
  return [...inBranches(tree.branches ?? [], '/product_tree', []), ...fullNames, ...relationships];
}

function inBranches(
  branches: readonly Branch[],
  path: string,
  above: readonly { category: string; name: string }[],
): ProductDefinition[] {
  return branches.flatMap(({ category, name, product, branches: below }, index) => {
    const here = `${path}/branches/${index}`;
    const line = [...above, { category, name }];
    const own: ProductDefinition[] =
      product === undefined
        ? []
        : [{ kind: 'branch', id: product.product_id, name: product.name, path: `${here}/product`, branches: line }];
    return [...own, ...inBranches(below ?? [], here, line)];
  });
}
