import type { Catalogue, Product } from '../catalogue/catalogue.ts';

/** A name as it is compared: lower case, single spaces, no trade mark signs. */
export function comparableName(name: string): string {
  return name.replace(/[™®©]/g, ' ').replace(/\s+/g, ' ').trim().toLowerCase();
}

/**
 * The products whose software a text names, as whole words; the longest name is looked for first and its words are then
 * taken, so that no shorter name is found inside it. More than one product: the text is ambiguous.
 */
export function productsNamedIn(text: string, catalogue: Catalogue): Product[] {
  const found = new Set<Product>();
  const comparable = comparableName(text);
  let rest = comparable;
  let textNamesDx: boolean | null = null;
  for (const [phrase, products] of phrasesLongestFirst(catalogue)) {
    // "NextSeq 550Dx ..." may hold the name of its research sibling: software of a Dx instrument is never taken for that.
    const at = indexOfPhrase(rest, phrase);
    if (at === -1) continue;
    textNamesDx ??= namesDx(comparable);
    if (textNamesDx && !namesDx(phrase)) continue;
    for (const product of products) found.add(product);
    rest = `${rest.slice(0, at)}\n${rest.slice(at + phrase.length)}`;
  }
  return catalogue.products.filter((product) => found.has(product));
}

/** Whether a text holds one of the display names of the UCS program, as whole words. */
export function namesUcs(text: string, catalogue: Catalogue): boolean {
  const comparable = comparableName(text);
  return catalogue.ucsNames.some(({ name }) => indexOfPhrase(comparable, comparableName(name)) !== -1);
}

/** A machine lists hundreds of names, and each is held against the same phrases. */
const known = new WeakMap<Catalogue, [string, Product[]][]>();

function phrasesLongestFirst(catalogue: Catalogue): [string, Product[]][] {
  const phrases = known.get(catalogue) ?? collected(catalogue);
  known.set(catalogue, phrases);
  return phrases;
}

function collected(catalogue: Catalogue): [string, Product[]][] {
  const phrases = new Map<string, Product[]>();
  for (const product of catalogue.products) {
    for (const { name } of product.applicationNames) {
      const phrase = comparableName(name);
      phrases.set(phrase, [...(phrases.get(phrase) ?? []), product]);
    }
  }
  return [...phrases].sort(([a], [b]) => b.length - a.length);
}

function namesDx(comparable: string): boolean {
  return /dx(?![\p{L}\p{N}])/u.test(comparable);
}

function indexOfPhrase(text: string, phrase: string): number {
  for (let at = text.indexOf(phrase); phrase !== '' && at !== -1; at = text.indexOf(phrase, at + 1)) {
    const before = text.slice(0, at);
    const after = text.slice(at + phrase.length);
    if (!/[\p{L}\p{N}]$/u.test(before) && !/^[\p{L}\p{N}]/u.test(after)) return at;
  }
  return -1;
}
