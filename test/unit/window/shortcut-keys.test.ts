import { describe, expect, it } from 'vitest';
import { shortcutOf } from '../../../renderer/components/shortcut-keys.ts';

const plain = { ctrlKey: false, altKey: false, shiftKey: false, metaKey: false };

describe('keys of the window', () => {
  it('go on only with Ctrl and Enter together, never with Enter alone', () => {
    expect(shortcutOf({ ...plain, key: 'Enter' })).toBeNull();
    expect(shortcutOf({ ...plain, key: 'Enter', ctrlKey: true })).toBe('primary');
    expect(shortcutOf({ ...plain, key: 'Enter', ctrlKey: true, altKey: true })).toBeNull();
  });

  it('leave everything alone that somebody may be typing', () => {
    for (const key of ['a', 'ä', ' ', '1', 'Backspace', 'Delete', 'ArrowLeft', 'Escape', 'Tab']) {
      expect(shortcutOf({ ...plain, key })).toBeNull();
    }
  });
});
