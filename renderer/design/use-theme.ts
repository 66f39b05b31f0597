import { useEffect } from 'react';
import type { Theme } from '../../main/ipc/wizard-snapshot.ts';

const DARK = '(prefers-color-scheme: dark)';
const CONTRAST = '(prefers-contrast: more)';

/** Writes the theme on the page; `system` follows what the system asks for, also while the window is open. */
export function useTheme(theme: Theme): void {
  useEffect(() => {
    const queries = [matchMedia(DARK), matchMedia(CONTRAST)];
    const apply = () => {
      document.documentElement.dataset['theme'] = theme === 'system' ? ofSystem() : theme;
    };
    apply();
    for (const query of queries) query.addEventListener('change', apply);
    return () => {
      for (const query of queries) query.removeEventListener('change', apply);
    };
  }, [theme]);
}

function ofSystem(): Exclude<Theme, 'system'> {
  if (matchMedia(CONTRAST).matches) return 'contrast';
  return matchMedia(DARK).matches ? 'dark' : 'light';
}
