import { appendFile, mkdir, readdir, readFile, rename, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import type { JournalEvent } from '../../../main/model/journal.ts';
import { canonicalJson, digestOf } from '../../../main/model/json.ts';
import { createJournal, listRuns, reopenJournal } from '../../../main/run/journal.ts';
import { newFolder } from '../practice/practice-bench.ts';
import { failureOf, requestFor } from './run-bench.ts';

const RUN = '20261123t080000z-00000001';

function started(runId = RUN): JournalEvent {
  return {
    kind: 'run-started',
    runId,
    request: requestFor('miseq-4.0-ruo'),
    practice: true,
    program: { version: '0.0.0-test', digest: 'a'.repeat(64) },
    helperAccount: 'tester',
    bootId: 'boot-1',
  };
}

async function journalOfThree() {
  const folder = await newFolder();
  const journal = await createJournal(folder, RUN, null);
  await journal.append(started());
  await journal.append({ kind: 'resumed', bootId: 'boot-1' });
  await journal.append({ kind: 'resumed', bootId: 'boot-2' });
  await journal.close();
  const path = join(folder, `${RUN}.jsonl`);
  return { folder, path, text: await readFile(path, 'utf8') };
}

const altered = { code: 'journal-altered', exitCode: 1 };

describe('the journal of a run', () => {
  it('reads back what was written, chained from the first entry on', async () => {
    const { folder } = await journalOfThree();
    const [run] = await listRuns(folder);
    expect(run?.entries.map(({ event }) => event.kind)).toEqual(['run-started', 'resumed', 'resumed']);
    expect(run?.entries[0]?.previous).toBe('0'.repeat(64));
    expect(run?.entries[2]?.previous).toBe(run?.entries[1]?.hash);
  });

  it('can be read by its owner only', async () => {
    const { path } = await journalOfThree();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('never takes over a file that is there already, nor writes through a link', async () => {
    const { folder, path, text } = await journalOfThree();
    await expect(createJournal(folder, RUN, null)).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await readFile(path, 'utf8')).toBe(text);

    const victim = join(folder, 'victim');
    await writeFile(victim, 'untouched');
    await symlink(victim, join(folder, 'linked.jsonl'));
    await expect(createJournal(folder, 'linked', null)).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await readFile(victim, 'utf8')).toBe('untouched');
  });

  it('cuts off a line that a power cut left half written, and goes on after it', async () => {
    const { folder, path, text } = await journalOfThree();
    for (const missing of [1, 2, 60, 199]) {
      await writeFile(path, text.slice(0, text.length - missing));
      const journal = await reopenJournal(folder, RUN, null);
      expect(journal.entries).toHaveLength(2);
      await journal.append({ kind: 'resumed', bootId: 'boot-3' });
      await journal.close();
      expect((await listRuns(folder))[0]?.entries).toHaveLength(3);
    }
  });

  it('cuts off a torn line also in the middle of a letter', async () => {
    const { folder, path } = await journalOfThree();
    await appendFile(path, Buffer.from([0x7b, 0x22, 0xc3]));
    const journal = await reopenJournal(folder, RUN, null);
    expect(journal.entries).toHaveLength(3);
    await journal.close();
    expect((await listRuns(folder))[0]?.entries).toHaveLength(3);
  });

  it('counts a run whose first entry never reached the disk as never begun', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, `${RUN}.jsonl`), '{"at":"2026');
    expect(await listRuns(folder)).toEqual([]);
  });

  it('of a folder that is not there yet holds no runs', async () => {
    expect(await listRuns(join(await newFolder(), 'none'))).toEqual([]);
  });
});

describe('a journal that somebody changed is refused, not believed', () => {
  const edits: [string, (lines: string[]) => string[]][] = [
    ['one letter of an entry', ([a, b, c]) => [a ?? '', (b ?? '').replace('boot-1', 'boot-9'), c ?? '']],
    ['an entry left out', ([a, , c]) => [a ?? '', c ?? '']],
    ['the first entry left out', ([, b, c]) => [b ?? '', c ?? '']],
    ['two entries swapped', ([a, b, c]) => [a ?? '', c ?? '', b ?? '']],
    ['an entry twice', ([a, b, c]) => [a ?? '', b ?? '', b ?? '', c ?? '']],
    ['a line that is no entry', ([a, b, c]) => [a ?? '', 'nothing', b ?? '', c ?? '']],
    ['an empty line', ([a, b, c]) => [a ?? '', '', b ?? '', c ?? '']],
    ['a field nobody agreed on', ([a, b, c]) => [a ?? '', (b ?? '').replace('{', '{"more":1,'), c ?? '']],
    [
      'an entry with a fresh hash that does not follow the one before',
      ([a, b, c]) => {
        const { hash: _hash, ...content } = JSON.parse(b ?? '');
        const forged = { ...content, event: { kind: 'resumed', bootId: 'boot-9' } };
        return [a ?? '', canonicalJson({ ...forged, hash: digestOf(forged) }), c ?? ''];
      },
    ],
  ];

  it.each(edits)('%s', async (_what, edit) => {
    const { folder, path, text } = await journalOfThree();
    const changed = `${edit(text.trimEnd().split('\n')).join('\n')}\n`;
    await writeFile(path, changed);
    expect(await failureOf(listRuns(folder))).toEqual(altered);
    expect(await failureOf(reopenJournal(folder, RUN, null))).toEqual(altered);
    expect(await readFile(path, 'utf8')).toBe(changed);
  });

  it('a journal under the name of another run', async () => {
    const { folder, path } = await journalOfThree();
    await rename(path, join(folder, '20261124t080000z-00000002.jsonl'));
    expect(await failureOf(listRuns(folder))).toEqual(altered);
  });

  it('a link to a journal somewhere else', async () => {
    const { path } = await journalOfThree();
    const folder = await newFolder();
    await symlink(path, join(folder, `${RUN}.jsonl`));
    expect(await failureOf(listRuns(folder))).toEqual(altered);
    expect(await failureOf(reopenJournal(folder, RUN, null))).toEqual(altered);
  });

  it('a pipe, a folder or a file too large for a journal: it never waits and never fills the memory', async () => {
    const folder = await newFolder();
    const path = join(folder, `${RUN}.jsonl`);
    await execa('/usr/bin/mkfifo', [path]);
    expect(await failureOf(listRuns(folder))).toEqual(altered);
    const another = await newFolder();
    await mkdir(join(another, `${RUN}.jsonl`));
    expect(await failureOf(listRuns(another))).toEqual(altered);
    const large = await newFolder();
    await writeFile(join(large, `${RUN}.jsonl`), '');
    await truncate(join(large, `${RUN}.jsonl`), 1024 ** 3);
    expect(await failureOf(listRuns(large))).toEqual(altered);
  });
});

describe('an entry that cannot be written', () => {
  it('stops the run with a sentence, and nothing is written after it', async () => {
    const folder = await newFolder();
    const journal = await createJournal(folder, RUN, null);
    await journal.append(started());
    await journal.close();
    const notWritten = { code: 'journal-not-written', exitCode: 1 };
    expect(await failureOf(journal.append({ kind: 'ended' }))).toEqual(notWritten);
    expect(await failureOf(journal.append({ kind: 'ended' }))).toEqual(notWritten);
    expect(journal.entries).toHaveLength(1);
    expect((await listRuns(folder))[0]?.entries).toHaveLength(1);
    expect(await readdir(folder)).toEqual([`${RUN}.jsonl`]);
  });

  it('with content the journal does not know never reaches the disk', async () => {
    const folder = await newFolder();
    const journal = await createJournal(folder, RUN, null);
    const wrong = { ...started(), password: 'secret' } as unknown as JournalEvent;
    await expect(journal.append(wrong)).rejects.toThrow();
    await journal.close();
    expect(await readFile(join(folder, `${RUN}.jsonl`), 'utf8')).toBe('');
  });
});
