import type { PracticeChoice } from '../../../main/ipc/wizard-snapshot.ts';

/** The practice instruments in which every word occurs, in any order, in capitals or not. */
export function matching(practice: readonly PracticeChoice[], wanted: string): PracticeChoice[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  return practice.filter(({ id, title, summary }) => {
    const text = `${id} ${title} ${summary}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
