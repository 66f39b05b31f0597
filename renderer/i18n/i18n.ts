import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../../main/ipc/wizard-snapshot.ts';

type Texts = Record<string, unknown>;

/** Locale files by language and namespace; the build makes one chunk of each language. */
const files = import.meta.glob<Texts>('../locales/*/*.json', { import: 'default' });

const loaded = new Map<Language, Promise<void>>();

/**
 * Loads a language, and before it English, which everything falls back to. Each is loaded once. Rejects where its file cannot
 * be had; it can be asked for again then.
 */
export async function loadLanguage(language: Language): Promise<void> {
  if (!i18next.isInitialized) {
    await i18next.use(initReactI18next).init({
      lng: 'en',
      fallbackLng: 'en',
      defaultNS: 'common',
      ns: ['common'],
      resources: {},
      interpolation: { escapeValue: false },
      react: { useSuspense: false },
    });
  }
  await once('en');
  await once(language);
}

/** Goes over to a loaded language, without a restart. */
export async function showLanguage(language: Language): Promise<void> {
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

function once(language: Language): Promise<void> {
  const known = loaded.get(language);
  if (known !== undefined) return known;
  const loading = load(language).catch((error: unknown) => {
    loaded.delete(language);
    throw error;
  });
  loaded.set(language, loading);
  return loading;
}

async function load(language: Language): Promise<void> {
  const mine = Object.entries(files).filter(([path]) => path.startsWith(`../locales/${language}/`));
  await Promise.all(
    mine.map(async ([path, read]) => {
      const namespace = path.slice(path.lastIndexOf('/') + 1, -'.json'.length);
      i18next.addResourceBundle(language, namespace, await read(), true, true);
    }),
  );
}
