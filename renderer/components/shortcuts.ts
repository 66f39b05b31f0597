import { useEffect } from 'react';
import { useTechnician } from '../store/wizard.ts';
import { shortcutOf } from './shortcut-keys.ts';

export type OpenDialog = 'help' | 'preferences' | 'support';

/** Listens for shortcuts while no dialog is open. */
export function useShortcuts(open: (dialog: OpenDialog) => void): void {
  const technician = useTechnician();
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const shortcut = shortcutOf(event);
      if (shortcut === null || document.querySelector('dialog[open]') !== null) return;
      if (!technician && shortcut !== 'help') return;
      event.preventDefault();
      if (event.repeat) return;
      if (shortcut === 'help' || shortcut === 'support') open(shortcut);
      else if (shortcut === 'details') turnAllDetails();
      else document.querySelector<HTMLButtonElement>(`[data-action="${shortcut}"]`)?.click();
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [technician, open]);
}

/** Unfolds all details of the screen; folds them where all are unfolded. */
function turnAllDetails(): void {
  const all = [...document.querySelectorAll<HTMLDetailsElement>('main details')];
  const unfold = all.some((details) => !details.open);
  for (const details of all) details.open = unfold;
}
