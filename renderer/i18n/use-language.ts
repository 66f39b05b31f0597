import { useEffect, useState } from 'react';
import type { Language } from '../../main/ipc/wizard-snapshot.ts';
import { loadLanguage, showLanguage } from './i18n.ts';

/** Shows the texts in this language. False until there are any; where a language cannot be loaded, the one before stays. */
export function useLanguage(language: Language): boolean {
  const [ready, setReady] = useState(false);
  useEffect(() => {
    let wanted = true;
    const show = async () => {
      const there = await loadLanguage(language).then(
        () => true,
        () => false,
      );
      if (wanted && there) await showLanguage(language);
      if (wanted) setReady(true);
    };
    void show();
    return () => {
      wanted = false;
    };
  }, [language]);
  return ready;
}
