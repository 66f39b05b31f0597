import type { Catalogue, Product } from '../catalogue/catalogue.ts';
import { EXIT, Failure } from '../model/failure.ts';
import { comparableName } from './software-names.ts';

/**
 * The product a person means by a product key, a product name as the advisory prints it, or an application name.
 * Throws `Failure` `unknown-product-stated`, or `ambiguous-product-stated` where a name belongs to several products.
 */
export function findStatedProduct(stated: string, catalogue: Catalogue): Product {
  const wanted = comparableName(stated);
  const byKey = catalogue.products.find(({ key }) => key === wanted);
  if (byKey) return byKey;
  const named = productsCalled(stated, catalogue);
  const [product] = named;
  if (product === undefined) {
    throw new Failure(
      {
        code: 'unknown-product-stated',
        message: `No product called "${stated}" is known to this program.`,
        next: `Give one of these: ${listOf(catalogue.products)}.`,
      },
      EXIT.wrongUse,
    );
  }
  if (named.length > 1) {
    throw new Failure(
      {
        code: 'ambiguous-product-stated',
        message: `More than one product is called "${stated}".`,
        next: `Give the short name of the one you mean: ${listOf(named)}.`,
      },
      EXIT.wrongUse,
    );
  }
  return product;
}

/** The products that go by exactly this name: as the advisory prints it, or as their software calls itself. */
export function productsCalled(name: string, catalogue: Catalogue): Product[] {
  const wanted = comparableName(name);
  return catalogue.products.filter((product) => namesOf(product, catalogue).includes(wanted));
}

function namesOf({ key, name, applicationNames }: Product, { entries }: Catalogue): string[] {
  const advisoryNames = entries.filter((entry) => entry.product === key).map((entry) => entry.productName);
  return [name, ...advisoryNames, ...applicationNames.map((application) => application.name)].map(comparableName);
}

function listOf(products: readonly Product[]): string {
  return products.map(({ key, name }) => `${key} (${name})`).join(', ');
}
