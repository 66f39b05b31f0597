import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { errorCode } from '../cli/documents.ts';
import { PracticeInstrument } from '../cli/practice-instrument.ts';
import { cutPower, undisturbed } from './power-cuts.ts';

const normal = await undisturbed(await PracticeInstrument.create('miseq-4.0-ruo'), (one) => one.run());
/** The account step has begun: its backup is what a rollback would write back. */
const unfinished = await cutPower(normal, 7, 'after');

async function withAlteredJournal(alter: (text: string) => string): Promise<PracticeInstrument> {
  const instrument = await unfinished.copy();
  const [journal = ''] = await instrument.journals();
  const text = await readFile(journal, 'utf8');
  const altered = alter(text);
  expect(altered).not.toBe(text);
  await writeFile(journal, altered);
  return instrument;
}

/** Changes what a line says, so that it stays well-formed. */
const inLine = (text: string, number: number, from: RegExp, to: string | ((found: string) => string)) =>
  text
    .split('\n')
    .map((line, index) => (index === number - 1 ? line.replace(from, typeof to === 'string' ? () => to : to) : line))
    .join('\n');

/** A digest begins with any digit, so one that is written over it could be the same. */
const anotherDigit = (digit: string) => (digit === '0' ? '1' : '0');

const ALTERATIONS: [string, (text: string) => string][] = [
  [
    'a backup that names another account',
    (text) => inLine(text, 7, /"account":"LocalSystem"/, '"account":"LocalOther!"'),
  ],
  ['another digest of the plan', (text) => inLine(text, 3, /(?<="digest":")./, anotherDigit)],
  ['a changed byte in the first entry', (text) => inLine(text, 1, /A\. Tech/, 'B. Tech')],
  ['an entry that is missing', (text) => text.split('\n').toSpliced(3, 1).join('\n')],
  ['two entries in the wrong order', (text) => swapped(text.split('\n'), 4).join('\n')],
  ['an entry that is not readable', (text) => inLine(text, 5, /^\{/, '')],
  ['a torn entry in the middle', (text) => inLine(text, 5, /.{40}$/, '')],
];

function swapped(lines: string[], at: number): string[] {
  return lines.toSpliced(at, 2, lines[at + 1] ?? '', lines[at] ?? '');
}

describe.concurrent('a journal somebody altered, or a disk that forgets', () => {
  test.each(ALTERATIONS)('%s: nothing is done on its strength', async (_what, alter) => {
    const instrument = await withAlteredJournal(alter);
    const state = await instrument.state();
    const [journal = ''] = await instrument.journals();
    const bytes = await readFile(journal, 'utf8');
    for (const command of ['resume', 'rollback', 'run'] as const) {
      expect(errorCode(await instrument[command](), 1), command).toBe('journal-altered');
    }
    expect(errorCode(await instrument.command('assess'), 1)).toBe('journal-altered');
    expect(await instrument.state()).toBe(state);
    expect(await readFile(journal, 'utf8')).toBe(bytes);
    expect(await instrument.journals()).toHaveLength(1);
  });
});
