import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../../main/ipc/wizard-snapshot.ts';

interface Texts {
  readonly [key: string]: string | Texts;
}

const LOCALES = 'renderer/locales';
/** What i18next writes behind a key that has plural forms. */
const PLURAL = /_(zero|one|two|few|many|other)$/;
/** What i18next writes behind a key that has another wording for the window. */
const WINDOW = /_window$/;

/** Names of a language's files, without their ending: the namespaces. Empty where the language is not there. */
export function namespacesOf(language: Language): string[] {
  try {
    return readdirSync(join(LOCALES, language))
      .map((name) => name.replace(/\.json$/, ''))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Every text of a namespace by its whole key (`confirm.idle.yes`). */
export function textsOf(language: Language, namespace: string): Map<string, string> {
  const file = join(LOCALES, language, `${namespace}.json`);
  return new Map(flat(JSON.parse(readFileSync(file, 'utf8')) as Texts, ''));
}

function flat(texts: Texts, above: string): [string, string][] {
  return Object.entries(texts).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[above + name, value]] : flat(value, `${above}${name}.`),
  );
}

/** The key code asks for: without plural form and without the window's wording. */
export function askedKey(key: string): string {
  return withoutForm(key).replace(WINDOW, '');
}

export function withoutForm(key: string): string {
  return key.replace(PLURAL, '');
}

/** The plural form of a key; null: it has none. */
export function formOf(key: string): Intl.LDMLPluralRule | null {
  return (PLURAL.exec(key)?.[1] as Intl.LDMLPluralRule | undefined) ?? null;
}

/** The plural forms a language needs for what a window counts. */
export function neededForms(language: Language): Set<Intl.LDMLPluralRule> {
  const rules = new Intl.PluralRules(language);
  return new Set(Array.from({ length: 2000 }, (_, count) => rules.select(count)));
}

/** Names of the placeholders in a text, sorted. */
export function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\{\s*(\w+)[^}]*\}\}/g)].map(([, name = '']) => name))].sort();
}
