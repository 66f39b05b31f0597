import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../main/model/failure.ts';
import type { JournalEntry } from '../../main/model/journal.ts';
import { canonicalJson } from '../../main/model/json.ts';
import { readJournalText } from '../../main/run/journal.ts';
import { foldJournal } from '../../main/run/reducer.ts';
import { runBench } from '../unit/run/run-bench.ts';

/** The journal of a whole run on a practice instrument, and of its rollback. */
async function wholeJournal(): Promise<Buffer> {
  const bench = await runBench('miseq-4.0-ruo');
  const { runId } = await bench.run();
  await bench.rollback();
  return Buffer.from(await bench.journal(runId));
}

function read(bytes: Buffer): JournalEntry[] | 'refused' {
  try {
    return readJournalText(bytes.toString('utf8'), 'journal').entries;
  } catch (error) {
    if (error instanceof Failure && error.code === 'journal-altered') return 'refused';
    throw error;
  }
}

describe('a journal', () => {
  it('cut at any byte tells a beginning of the same story, and never more', async () => {
    const bytes = await wholeJournal();
    const whole = read(bytes);
    if (whole === 'refused') throw new Error('the journal is intact');
    const texts = whole.map(canonicalJson);
    fc.assert(
      fc.property(fc.nat({ max: bytes.length }), (length) => {
        const entries = read(bytes.subarray(0, length));
        if (entries === 'refused') throw new Error('a torn line is no alteration');
        expect(entries.map(canonicalJson)).toEqual(texts.slice(0, entries.length));
        const { intact } = readJournalText(bytes.subarray(0, length).toString('utf8'), 'journal');
        expect(intact).toBeLessThanOrEqual(length);
        expect(read(bytes.subarray(0, intact))).toHaveLength(entries.length);
        if (entries.length > 0) expect(foldJournal(entries).journalEntries).toBe(entries.length);
      }),
      { numRuns: 150 },
    );
  });

  it('with any byte changed is refused, or tells a beginning of the same story', async () => {
    const bytes = await wholeJournal();
    const whole = read(bytes);
    if (whole === 'refused') throw new Error('the journal is intact');
    const texts = whole.map(canonicalJson);
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const changed = Buffer.from(bytes);
        changed[place] = (changed[place] ?? 0) ^ change;
        const entries = read(changed);
        if (entries === 'refused') return;
        expect(entries.length).toBeLessThan(texts.length);
        expect(entries.map(canonicalJson)).toEqual(texts.slice(0, entries.length));
      }),
      { numRuns: 200 },
    );
  });

  it('made of anything else is refused or empty, and reading it never crashes', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.array(fc.json()).map((lines) => lines.join('\n')),
    );
    fc.assert(
      fc.property(text, (content) => {
        const entries = read(Buffer.from(content));
        if (entries !== 'refused') expect(entries).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});
