/** Markup that is already safe. Made by `html` only. */
export class Html {
  constructor(readonly markup: string) {}
}

/** What may stand in a template: text is escaped, markup is not, a list is joined, null is nothing. */
export type Content = Html | string | number | null | readonly Content[];

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Control characters, marks that turn the writing direction, and invisible signs: they could make a word read as another. */
const DECEPTIVE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

function visible(character: string): string {
  if (character === '\n' || character === '\t') return character;
  return `\u27e8U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}\u27e9`;
}

/** Text as HTML text or attribute value. Characters that could deceive the reader are named instead of shown. */
export function escapeText(text: string): string {
  return text.replace(DECEPTIVE, visible).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

function render(content: Content): string {
  if (content === null) return '';
  if (content instanceof Html) return content.markup;
  if (typeof content === 'object') return content.map(render).join('');
  return escapeText(String(content));
}

/** Template tag: everything put in is escaped unless it came from this tag itself. */
export function html(parts: TemplateStringsArray, ...contents: Content[]): Html {
  return new Html(parts.map((part, index) => part + render(contents[index] ?? null)).join(''));
}
