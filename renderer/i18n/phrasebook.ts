import { fill, type Holes, holesOf, type Template, type TemplateTree, templatesIn } from './phrase-templates.ts';

/** Every template of the engine's English. */
export interface Phrasebook {
  /** May be a whole text or a sentence of one. */
  readonly sentences: readonly Template[];
  /** Sentences and parts of sentences: what a hole may hold. */
  readonly all: readonly Template[];
}

/** The text of a key in the chosen language, holes still in it. `count` is the number in a hole of that name, for plural forms. */
export type LookUp = (key: string, count: number | undefined) => string;

/** A piece of a text. `known`: put in the chosen language; else it is the engine's own English. */
export interface Said {
  readonly text: string;
  readonly known: boolean;
}

/** Group of `engine.json` whose entries are parts of sentences. */
const PARTS = 'part.';
/** Group of `engine.json` that says how a list is written. */
const LISTS = 'list.';

/** Longer texts are shown as they are. */
const MAX_TEXT = 8000;
/** A text of more sentences than this is not taken apart. */
const MAX_SENTENCES = 40;
/** How deep sentences in sentences are followed. */
const MAX_DEPTH = 6;
/** Templates held against one text, in all, before the rest of it stays as it is. */
const MAX_WORK = 300_000;

/** Compiles the English templates, once. */
export function phrasebook(tree: TemplateTree): Phrasebook {
  const templates = templatesIn(tree).filter(({ key }) => !key.startsWith(LISTS));
  return { sentences: templates.filter(({ key }) => !key.startsWith(PARTS)), all: templates };
}

/**
 * Says a text of the engine in the chosen language. The whole text is tried first, then the longest run of sentences from its
 * beginning, and so on; a sentence that no template knows stays in English and is marked. What a hole holds is data (a name, a
 * path) unless it is itself a phrase of the engine, or a list of them.
 */
export function say(book: Phrasebook, text: string, lookUp: LookUp): Said[] {
  if (text.length > MAX_TEXT) return [{ text, known: false }];
  return new Speaker(book, lookUp).text(text);
}

/** Key of the template that a whole text is made from; null where there is none. */
export function keyOf(book: Phrasebook, text: string): string | null {
  if (text.length > MAX_TEXT) return null;
  return new Speaker(book, (key) => key).match(text, book.sentences, 0)?.template.key ?? null;
}

interface Match {
  template: Template;
  holes: Holes;
}

/** One text being said; counts its work, so that no text can keep the window busy. */
class Speaker {
  #work = 0;

  constructor(
    private readonly book: Phrasebook,
    private readonly lookUp: LookUp,
  ) {}

  text(text: string): Said[] {
    const whole = this.match(text, this.book.sentences, 0);
    if (whole !== null) return [{ text: this.#render(whole, 0), known: true }];
    const sentences = sentencesOf(text);
    if (sentences.length === 1 || sentences.length > MAX_SENTENCES) return [this.#loosely(text)];
    const said: Said[] = [];
    for (let from = 0; from < sentences.length; ) {
      const { to, piece } = this.#longestFrom(sentences, from);
      said.push(piece);
      from = to;
    }
    return said;
  }

  /** The template of the whole text: the first whose holes do not swallow sentences that no template knows. */
  match(text: string, templates: readonly Template[], depth: number): Match | null {
    for (const template of templates) {
      this.#work += 1;
      if (this.#work > MAX_WORK) return null;
      const holes = holesOf(template, text);
      if (holes !== null && Object.values(holes).every((value) => this.#isWhole(value, depth))) {
        return { template, holes };
      }
    }
    return null;
  }

  /** Whether a value is one thing: it holds no end of a sentence, or each of its sentences is known. */
  #isWhole(value: string, depth: number): boolean {
    return sentencesOf(value).length === 1 || this.#phrase(value, depth + 1) !== null;
  }

  #longestFrom(sentences: readonly string[], from: number): { to: number; piece: Said } {
    for (let to = sentences.length; to > from; to -= 1) {
      const text = sentences.slice(from, to).join(' ');
      const match = this.match(text, this.book.sentences, 0);
      if (match !== null) return { to, piece: { text: this.#render(match, 0), known: true } };
    }
    return { to: from + 1, piece: this.#loosely(sentences[from] ?? '') };
  }

  /** A text that is in no template cleanly: a name in it may look like the end of a sentence. */
  #loosely(text: string): Said {
    for (const template of this.book.sentences) {
      this.#work += 1;
      if (this.#work > MAX_WORK) break;
      const holes = holesOf(template, text);
      if (holes !== null) return { text: this.#render({ template, holes }, 0), known: true };
    }
    return { text, known: false };
  }

  #render({ template, holes }: Match, depth: number): string {
    const said = Object.fromEntries(
      Object.entries(holes).map(([name, value]) => [name, this.#phrase(value, depth + 1) ?? value]),
    );
    return fill(this.lookUp(template.key, countOf(holes)), said);
  }

  /** A value of a hole in the chosen language; null where it is data. Lists first: their last item alone may look like the whole. */
  #phrase(value: string, depth: number): string | null {
    if (depth > MAX_DEPTH) return null;
    const list = this.#list(value, depth);
    if (list !== null) return list;
    const match = this.match(value, this.book.all, depth);
    return match === null ? this.#sentences(value, depth) : this.#render(match, depth);
  }

  #sentences(value: string, depth: number): string | null {
    const sentences = sentencesOf(value);
    return sentences.length === 1 ? null : (this.#each(sentences, depth)?.join(' ') ?? null);
  }

  /** "a; b", "a, b", "a and b", "a, b and c"; null where an item is neither known nor the same in every language. */
  #list(value: string, depth: number): string | null {
    if (value.includes('; ')) return this.#joined(value.split('; '), 'semicolon', depth);
    const at = value.lastIndexOf(' and ');
    if (at > 0) {
      const list = this.#joined(value.slice(0, at).split(', '), 'comma', depth);
      const item = this.#item(value.slice(at + ' and '.length), depth);
      if (list !== null && item !== null) return this.#pair('and', list, item);
    }
    return value.includes(', ') ? this.#joined(value.split(', '), 'comma', depth) : null;
  }

  #joined(items: readonly string[], separator: 'semicolon' | 'comma', depth: number): string | null {
    return this.#each(items, depth)?.reduce((list, item) => this.#pair(separator, list, item)) ?? null;
  }

  #pair(separator: string, list: string, item: string): string {
    return fill(this.lookUp(LISTS + separator, undefined), { list, item });
  }

  #each(items: readonly string[], depth: number): string[] | null {
    if (items.length > MAX_SENTENCES) return null;
    const said: string[] = [];
    for (const item of items) {
      const one = this.#item(item, depth);
      if (one === null) return null;
      said.push(one);
    }
    return said;
  }

  /** One thing of a list: a phrase, or a word with a digit in it (a version, an identifier), which is the same everywhere. */
  #item(item: string, depth: number): string | null {
    if (/^[^\s]*\d[^\s]*$/.test(item)) return item;
    const match = depth > MAX_DEPTH ? null : this.match(item, this.book.all, depth);
    return match === null ? null : this.#render(match, depth);
  }
}

/** The hole `count` decides about the plural form. */
function countOf(holes: Holes): number | undefined {
  const count = holes['count'];
  return count !== undefined && /^\d{1,9}$/.test(count) ? Number(count) : undefined;
}

/** Cuts after the end of a sentence where a capital letter, a digit or a quotation mark follows. */
function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?]) (?=["A-Z\d])/);
}
