import { expect, test } from 'vitest';
import { drivesWithLetters } from '../../../main/ipc/engine/drives-with-letters.ts';

test('sticks are offered first, a second built-in drive as what it is, and no drive that would ask a server', () => {
  const places = drivesWithLetters([
    { letter: 'A', kind: 'other' },
    { letter: 'C', kind: 'fixed' },
    { letter: 'D', kind: 'fixed' },
    { letter: 'E', kind: 'removable' },
    { letter: 'Z', kind: 'network' },
  ]);
  expect(places).toEqual([
    { path: 'E:\\', label: 'E:\\', kind: 'removable' },
    { path: 'D:\\', label: 'D:\\', kind: 'other' },
  ]);
});
