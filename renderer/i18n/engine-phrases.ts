import i18next from 'i18next';
import { momentsInUtc } from './moments-in-utc.ts';
import type { TemplateTree } from './phrase-templates.ts';
import { type Phrasebook, phrasebook, say as sayFrom } from './phrasebook.ts';

/** A piece of what the engine said. `lang`: `en` where it stayed English although another language is chosen. */
export interface SaidPiece {
  readonly text: string;
  readonly lang: 'en' | null;
}

/** What the engine said, in the chosen language: as one text, and sentence by sentence where only some are known. */
export interface SaidText extends SaidPiece {
  readonly pieces: readonly SaidPiece[];
}

/** How many texts are remembered in one language: a live log is drawn again with each of its lines. */
const REMEMBERED = 2000;

let book: { of: TemplateTree; phrases: Phrasebook } | null = null;
let remembered = { language: '', texts: new Map<string, SaidText>() };

/** Says a sentence, or several, of the engine in the chosen language. Never fails: what no template knows is shown as it came. */
export function say(sentence: string): SaidText {
  const language = i18next.language ?? 'en';
  if (remembered.language !== language || remembered.texts.size >= REMEMBERED) {
    remembered = { language, texts: new Map() };
  }
  const known = remembered.texts.get(sentence);
  if (known !== undefined) return known;
  const phrases = englishPhrases();
  if (phrases === null) return plain(sentence, language);
  const pieces = sayFrom(phrases, sentence, wording).map(
    ({ text, known: translated }): SaidPiece => ({
      text: momentsInUtc(text),
      lang: translated || language === 'en' ? null : 'en',
    }),
  );
  const lang = pieces.every((piece) => piece.lang === 'en') ? 'en' : null;
  const said = { text: pieces.map(({ text }) => text).join(' '), lang, pieces } as const;
  remembered.texts.set(sentence, said);
  return said;
}

function plain(text: string, language: string): SaidText {
  const piece: SaidPiece = { text: momentsInUtc(text), lang: language === 'en' ? null : 'en' };
  return { ...piece, pieces: [piece] };
}

/** Compiled once the English texts are loaded; null before. */
function englishPhrases(): Phrasebook | null {
  const tree: TemplateTree | undefined = i18next.getResourceBundle('en', 'engine');
  if (tree === undefined) return null;
  if (book?.of !== tree) book = { of: tree, phrases: phrasebook(tree) };
  return book.phrases;
}

/** The wording of a key, its holes left open; the one for the window (`KEY_window`) where there is one. */
function wording(key: string, count: number | undefined): string {
  return i18next.t(key, {
    ns: 'engine',
    context: 'window',
    skipInterpolation: true,
    ...(count === undefined ? {} : { count }),
  });
}
