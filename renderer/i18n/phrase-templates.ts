/** Templates by key, as `locales/en/engine.json` holds them: nested groups, texts at the ends. */
export interface TemplateTree {
  readonly [key: string]: string | TemplateTree;
}

/** A text with holes. `literals` has one piece more than `holes`; the holes stand between them. */
export interface Template {
  readonly key: string;
  readonly literals: readonly string[];
  readonly holes: readonly string[];
  /** Length of everything that is not a hole: the longer, the more specific. */
  readonly weight: number;
}

/** What the holes of a matched template stand for, by their names. */
export type Holes = Readonly<Record<string, string>>;

const HOLE = /\{\{([A-Za-z][A-Za-z0-9]*)\}\}/;

/** Ending of keys that hold another wording of the same sentence for the window; no sentence is found by them. */
const WINDOW_WORDING = /_window$/;

/** Every template of a tree, most specific first: those that begin with words of their own, then by length. */
export function templatesIn(tree: TemplateTree): Template[] {
  return flatten(tree, '')
    .filter(({ key }) => !WINDOW_WORDING.test(key))
    .map(({ key, text }) => compile(key, text))
    .sort((one, other) => rank(one) - rank(other) || other.weight - one.weight || (one.key < other.key ? -1 : 1));
}

function rank({ literals }: Template): number {
  return literals[0] === '' ? 1 : 0;
}

function flatten(tree: TemplateTree, prefix: string): { key: string; text: string }[] {
  return Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'string' ? [{ key: prefix + name, text: value }] : flatten(value, `${prefix}${name}.`),
  );
}

function compile(key: string, text: string): Template {
  const pieces = text.split(HOLE);
  const literals = pieces.filter((_, index) => index % 2 === 0);
  const holes = pieces.filter((_, index) => index % 2 === 1);
  if (literals.slice(1, -1).includes('')) throw new TypeError(`two holes without a word between them: ${key}`);
  if (new Set(holes).size !== holes.length) throw new TypeError(`one hole twice: ${key}`);
  return { key, literals, holes, weight: literals.join('').length };
}

/**
 * What the holes stand for where the whole text is this template; null where it is not. A hole is never empty. Linear in the
 * text: each piece is looked for once, from left to right, so no text can make it slow.
 */
export function holesOf({ literals, holes }: Template, text: string): Holes | null {
  const first = literals[0] ?? '';
  const last = literals.at(-1) ?? '';
  if (holes.length === 0) return text === first ? {} : null;
  if (!text.startsWith(first) || !text.endsWith(last)) return null;
  const end = text.length - last.length;
  const found: Record<string, string> = {};
  let from = first.length;
  for (const [index, name] of holes.entries()) {
    const isLast = index === holes.length - 1;
    const literal = literals[index + 1] ?? '';
    const to = isLast ? end : text.indexOf(literal, from + 1);
    if (to <= from || to > end) return null;
    found[name] = text.slice(from, to);
    from = to + literal.length;
  }
  return found;
}

/** Puts values into the holes of a text, once: what stands in a value is never taken for a hole. Unknown holes stay. */
export function fill(text: string, holes: Holes): string {
  return text.replace(new RegExp(HOLE, 'g'), (whole, name: string) =>
    Object.hasOwn(holes, name) ? (holes[name] ?? whole) : whole,
  );
}
