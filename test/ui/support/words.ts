import { readFileSync } from 'node:fs';
import type { Language } from '../../../main/ipc/wizard-snapshot.ts';

type Texts = { readonly [key: string]: string | Texts };

const loaded = new Map<string, Texts>();

function texts(language: Language, namespace: string): Texts {
  const file = `renderer/locales/${language}/${namespace}.json`;
  const known = loaded.get(file) ?? (JSON.parse(readFileSync(file, 'utf8')) as Texts);
  loaded.set(file, known);
  return known;
}

/** A text of the window in a language, by its key (`plan:next`): tests find buttons as people do, in every language. */
export function word(language: Language, key: string, values: Readonly<Record<string, string>> = {}): string {
  const [namespace = '', path = ''] = key.split(':', 2);
  const found = path
    .split('.')
    .reduce<string | Texts | undefined>(
      (at, name) => (typeof at === 'object' ? at[name] : undefined),
      texts(language, namespace),
    );
  if (typeof found !== 'string') throw new Error(`there is no text ${key} in ${language}`);
  return found.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
}
