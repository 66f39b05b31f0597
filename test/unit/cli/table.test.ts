import { expect, test } from 'vitest';
import { drawTable } from '../../../main/fronts/cli/present/table.ts';

const DIGEST = 'ab12'.repeat(40);

test('nothing of a long path, digest or sentence is cut off, and no line is longer than the page', () => {
  const says = `The file ${DIGEST} lies there, and many words follow it until the line is full and goes on below.`;
  const drawn = drawTable([10], ['What', 'Why'], [['digest', `${says}\n  (${DIGEST})`]]);
  const shown = drawn.replace(/[│\s]|digest/g, '');
  expect(shown).toContain(says.replace(/\s/g, ''));
  expect(shown).toContain(`(${DIGEST})`);
  const widths = new Set(drawn.split('\n').map((line) => line.length));
  expect([...widths]).toEqual([100]);
});

test('colour covers the text and not the lines of the table, and takes no room', () => {
  const paint = (text: string) => `\u001b[31m${text}\u001b[39m`;
  const [, row = ''] = drawTable([8], [], [[{ text: 'OPEN', paint }, 'x']]).split('\n');
  expect(row.startsWith('│ \u001b[31mOPEN\u001b[39m   │ x')).toBe(true);
});

test('a line that goes on keeps the indent of its first', () => {
  const drawn = drawTable([10], [], [['a', `  ${'word '.repeat(60)}`]]);
  for (const line of drawn.split('\n').slice(1, -1)) expect(line).toMatch(/│ {3}word/);
});

test('characters that take two columns do not push the border out', () => {
  const [, row = ''] = drawTable([8], [], [['仪器', 'x']]).split('\n');
  expect(row.startsWith('│ 仪器   │')).toBe(true);
});

test('an affected range is shown to the letter as the advisory has it, double spaces too', () => {
  expect(drawTable([22], [], [['>= 1.0.0  | <= 1.3.1', 'x']])).toContain('│ >= 1.0.0  | <= 1.3.1 │');
});
