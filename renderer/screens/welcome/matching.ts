import type { PracticeChoice } from '../../../main/ipc/wizard-snapshot.ts';

/**
 * The practice instruments in which every word occurs, in any order, in capitals or not: in the name they have on the command
 * line, in English, or in the language they are shown in. `shown` gives a text of the engine in that language.
 */
export function matching(
  practice: readonly PracticeChoice[],
  wanted: string,
  shown: (text: string) => string,
): PracticeChoice[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  return practice.filter(({ id, title, summary }) => {
    const text = [id, title, summary, shown(title), shown(summary)].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
