import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { documentOf, type RunDocument as Run, RunDocument } from './documents.ts';
import { filesBelow, PracticeInstrument } from './practice-instrument.ts';

/** The practice password of `sbsuser`, which the state of the instrument holds in plain sight. */
const RIGHT = 'practice-user';
const WRONG = 'Wrong-Pass-71';
const ACCOUNT = ['--account', '.\\sbsuser'];

async function filesHolding(instrument: PracticeInstrument, text: string): Promise<string[]> {
  const files = [...(await filesBelow(instrument.dataDir)), ...(await filesBelow(instrument.home))];
  const holding = await Promise.all(files.map(async (file) => (await readFile(file)).includes(text)));
  return files.filter((_file, n) => holding[n]);
}

const accountStep = ({ steps }: Run) => steps.find(({ id }) => id === 'ucs-account');

describe.concurrent('a password somebody types', () => {
  test('is taken from standard input, works, and is written nowhere', async () => {
    const instrument = await PracticeInstrument.create('miseq-4.0-ruo');
    const finished = await instrument.run(ACCOUNT, { input: `${RIGHT}\n` });
    expect(accountStep(documentOf(RunDocument, finished, 0))).toMatchObject({ outcome: 'done' });
    expect(finished.stdout + finished.stderr).not.toContain(RIGHT);
    expect(await filesHolding(instrument, RIGHT)).toEqual([instrument.statePath]);
  });

  test('works without a line end, and with the line end of Windows', async () => {
    for (const input of [RIGHT, `${RIGHT}\r\n`]) {
      const instrument = await PracticeInstrument.create('miseq-4.0-ruo');
      documentOf(RunDocument, await instrument.run(ACCOUNT, { input }), 0);
    }
  });

  test('that is wrong changes no account, and is written nowhere either', async () => {
    const instrument = await PracticeInstrument.create('miseq-4.0-ruo');
    const before = await instrument.state();
    const args = [...ACCOUNT, '--decline', 'firewall-ports'];
    const finished = await instrument.run(args, { input: `${WRONG}\n` });
    const run = documentOf(RunDocument, finished, 10);
    expect(accountStep(run)).toMatchObject({ outcome: 'needs-person', code: 'password-refused' });
    expect(await instrument.state()).toBe(before);
    expect(finished.stdout + finished.stderr).not.toContain(WRONG);
    expect(await filesHolding(instrument, WRONG)).toEqual([]);
  });

  test('that is wrong is in no word for people either', async () => {
    const instrument = await PracticeInstrument.create('miseq-4.0-ruo');
    const words = instrument.words('run', ['--yes', '--confirm-idle', ...ACCOUNT]).filter((word) => word !== '--json');
    const finished = await instrument.commandLine(words, { input: `${WRONG}\n` });
    expect(finished.exitCode).toBe(10);
    expect(finished.stdout + finished.stderr).not.toContain(WRONG);
    expect(await filesHolding(instrument, WRONG)).toEqual([]);
  });

  test('is asked for again, not remembered, when the account is given back', async () => {
    const instrument = await PracticeInstrument.create('miniseq-2.2.1');
    const before = await instrument.state();
    documentOf(RunDocument, await instrument.run(), 0);
    documentOf(RunDocument, await instrument.rollback(), 10);
    expect(await instrument.state()).toBe(before);
    const journal = JSON.stringify(await instrument.journal());
    for (const { password } of Object.values<{ password: string | null }>(JSON.parse(before).accounts)) {
      if (password !== null) expect(journal).not.toContain(password);
    }
  });
});
