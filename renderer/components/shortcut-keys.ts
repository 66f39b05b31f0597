/** Keys and what they do, in the order of the help. F1 works for everybody, the others for technicians. */
export const SHORTCUTS = ['primary', 'back', 'details', 'support', 'help'] as const;
export type Shortcut = (typeof SHORTCUTS)[number];

interface KeyPress {
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  metaKey: boolean;
}

/** Which shortcut a key press is; null: none. No key that writes something is one. */
export function shortcutOf({ key, ctrlKey, altKey, shiftKey, metaKey }: KeyPress): Shortcut | null {
  if (shiftKey || metaKey) return null;
  if (ctrlKey) return !altKey && key === 'Enter' ? 'primary' : null;
  if (altKey) return key === 'ArrowLeft' ? 'back' : null;
  if (key === 'F1') return 'help';
  if (key === 'F2') return 'details';
  return key === 'F9' ? 'support' : null;
}
