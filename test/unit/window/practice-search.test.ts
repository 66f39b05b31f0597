import { expect, test } from 'vitest';
import { matching } from '../../../renderer/screens/welcome/matching.ts';

const PRACTICE = [
  { id: 'installer-needs-reboot', title: 'MiSeq whose update needs a restart', summary: 'Asks for a restart.' },
  { id: 'miseq-4.0-ruo', title: 'MiSeq in research mode', summary: 'A port is open.' },
];

const GERMAN: Record<string, string> = {
  'MiSeq whose update needs a restart': 'MiSeq, dessen Update einen Neustart braucht',
};

function found(wanted: string): string[] {
  return matching(PRACTICE, wanted, (text) => GERMAN[text] ?? text).map(({ id }) => id);
}

test('a practice instrument is found by the words somebody reads, in the language of the window', () => {
  expect(found('neustart')).toEqual(['installer-needs-reboot']);
  expect(found('Update MISEQ')).toEqual(['installer-needs-reboot']);
});

test('and by its English words and its name on the command line, as they stand in the guide', () => {
  expect(found('restart')).toEqual(['installer-needs-reboot']);
  expect(found('miseq-4.0')).toEqual(['miseq-4.0-ruo']);
  expect(found('')).toHaveLength(2);
  expect(found('nextseq')).toEqual([]);
});
