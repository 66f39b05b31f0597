import { afterEach, describe, expect, test, vi } from 'vitest';
import { createOutput } from '../../../main/fronts/cli/output.ts';

const ESC = String.fromCharCode(27);

function printed(text: string): string {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  createOutput(false).line(text);
  return String(write.mock.calls[0]?.[0]);
}

describe('what reaches the screen', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test.each([
    ['clears the screen', `run${ESC}[2J`],
    ['moves the cursor over a verdict', `run${ESC}[1A${ESC}[2K`],
    ['sets the title of the window', `run${ESC}]0;x${String.fromCharCode(7)}`],
    ['returns to the start of the line', 'run\rNOT AFFECTED'],
    ['turns the direction of writing', 'run\u202eDESOPXE'],
    ['uses the one-character form of an escape', 'run\u009b2J'],
  ])('is never a folder name that %s', (_what, name) => {
    const text = printed(name);
    for (const hidden of [ESC, '\r', '\u202e', '\u009b', '\u0007']) expect(text).not.toContain(hidden);
    expect(text).toContain('run');
  });

  test('keeps line breaks and the colours of this program', () => {
    const text = `${ESC}[31mEXPOSED${ESC}[39m\nnext line`;
    expect(printed(text)).toBe(`${text}\n`);
  });
});
