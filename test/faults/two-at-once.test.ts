import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { JournalEvent } from '../../main/model/journal.ts';
import { documentOf, errorCode, RunDocument } from '../cli/documents.ts';
import { commandLine, startProgram } from '../cli/harness.ts';
import { PracticeInstrument } from '../cli/practice-instrument.ts';

const PASSWORD = 'practice-user';
const WITH_PASSWORD = ['--yes', '--confirm-idle', '--operator', 'A. Tech', '--account', '.\\sbsuser'];

/** A run that waits, in the middle of its account step, for a password on an open standard input. */
async function runThatWaits(instrument: PracticeInstrument) {
  const [file, words] = commandLine(instrument.words('run', WITH_PASSWORD), { dataDir: instrument.dataDir });
  const front = startProgram(file, words, { piped: true }, instrument.home);
  await untilWritten(instrument, front, (event) => event.kind === 'intent' && event.step === 'ucs-account');
  // Wrapped: a promise of the running program would wait for its end.
  return { front };
}

/** Waits until the journal holds such an entry; fails when the run ends without one. */
async function untilWritten(
  instrument: PracticeInstrument,
  front: Promise<{ stdout: string }>,
  wanted: (event: JournalEvent) => boolean,
): Promise<void> {
  let output: string | null = null;
  void front.then(({ stdout }) => {
    output = stdout;
  });
  for (;;) {
    const ended = output;
    if ((await instrument.journal()).some(({ event }) => wanted(event))) return;
    if (ended !== null) throw new Error(`the run ended without that entry: ${ended}`);
    await wait(2);
  }
}

/** The helper is a process of its own, which nobody tells us the end of; the time-out of the test ends a wait for nothing. */
async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await wait(2);
}

async function helperPid(instrument: PracticeInstrument): Promise<number> {
  const [lock = ''] = await instrument.locks();
  return JSON.parse(await readFile(join(instrument.journalFolder, lock), 'utf8')).pid;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The state of the instrument after a run nothing disturbed. */
async function remediated(): Promise<string> {
  undisturbedEnd ??= endOfUndisturbedRun();
  return undisturbedEnd;
}

let undisturbedEnd: Promise<string> | undefined;

async function endOfUndisturbedRun(): Promise<string> {
  const instrument = await PracticeInstrument.create('miseq-4.0-ruo');
  expect((await instrument.run()).exitCode).toBe(0);
  return instrument.comparableState();
}

describe.concurrent('two people at one instrument', () => {
  test.each(['run', 'resume', 'rollback'] as const)(
    'a %s while another run is under way is refused, and the other comes to its end',
    async (command) => {
      const instrument = await PracticeInstrument.create('miseq-4.0-ruo');
      const { front: first } = await runThatWaits(instrument);
      const before = await instrument.state();
      const entries = (await instrument.journal()).length;
      expect(errorCode(await instrument[command](), 1)).toBe('run-in-progress-elsewhere');
      expect(await instrument.state()).toBe(before);
      expect(await instrument.journal()).toHaveLength(entries);
      expect(isAlive(await helperPid(instrument)), 'the lock of the first run is left alone').toBe(true);

      first.stdin?.end(`${PASSWORD}\n`);
      const { exitCode, stdout, stderr } = await first;
      documentOf(RunDocument, { exitCode, stdout, stderr, json: JSON.parse(stdout) }, 0);
      expect(await instrument.locks()).toEqual([]);
    },
  );

  test('who look at the same time see the same instrument', async () => {
    const instrument = await PracticeInstrument.create('miseq-4.0-ruo');
    const looks = await Promise.all([1, 2, 3].map(() => instrument.command('assess')));
    for (const { exitCode } of looks) expect(exitCode).toBe(10);
  });
});

describe.concurrent('the lock of a run', () => {
  test('that died is recovered: nobody has to delete a file by hand', async () => {
    const instrument = await PracticeInstrument.create('miseq-4.0-ruo');
    const gone = { pid: 999_999_999, startedAt: null, holder: 'A. Tech', since: new Date().toISOString() };
    await writeFile(join(instrument.journalFolder, 'run-7.lock'), JSON.stringify(gone));
    await writeFile(join(instrument.journalFolder, 'run-8.lock'), '');
    documentOf(RunDocument, await instrument.run(), 0);
    expect(await instrument.locks()).toEqual([]);
  });

  test('whose process id belongs to another program now is recovered as well', async () => {
    const instrument = await PracticeInstrument.create('miseq-4.0-ruo');
    const reused = { pid: process.pid, startedAt: 'another boot 1', holder: 'A. Tech', since: '2026-01-01' };
    await writeFile(join(instrument.journalFolder, 'run-1.lock'), JSON.stringify(reused));
    documentOf(RunDocument, await instrument.run(), 0);
  });

  test('that is alive is respected, and the message says who holds it', async () => {
    const instrument = await PracticeInstrument.create('miseq-4.0-ruo');
    const before = await instrument.state();
    const alive = { pid: process.pid, startedAt: null, holder: 'B. Colleague', since: '2026-01-01' };
    await writeFile(join(instrument.journalFolder, 'run-1.lock'), JSON.stringify(alive));
    const refused = await instrument.run();
    expect(errorCode(refused, 1)).toBe('run-in-progress-elsewhere');
    expect(refused.stdout).toContain('B. Colleague');
    expect(await instrument.state()).toBe(before);
    expect(await instrument.journals()).toEqual([]);
  });
});

describe.concurrent('a terminal that is closed with kill -9', () => {
  test('while a password is awaited: nothing stays half set, and the helper ends by itself', async () => {
    const instrument = await PracticeInstrument.create('miseq-4.0-ruo');
    const { front } = await runThatWaits(instrument);
    const helper = await helperPid(instrument);
    front.kill('SIGKILL');
    await front;
    await untilGone(helper);
    // With the terminal gone the simulated person of the practice instrument gives the password.
    expect(errorCode(await instrument.resume(), 2)).toBe('nothing-to-resume');
    expect((await instrument.journal()).at(-1)?.event.kind).toBe('ended');
    expect(await instrument.comparableState()).toBe(await remediated());
    expect(await instrument.locks()).toEqual([]);
  });

  test.each(['run-started', 'approved', 'intent', 'outcome'] as const)(
    'as soon as the journal says "%s": the helper ends by itself, and the run comes to the same end',
    async (kind) => {
      const instrument = await PracticeInstrument.create('miseq-4.0-ruo');
      const [file, words] = commandLine(instrument.words('run', WITH_PASSWORD), { dataDir: instrument.dataDir });
      const front = startProgram(file, words, {}, instrument.home);
      await untilWritten(instrument, front, (event) => event.kind === kind);
      const [lock] = await instrument.locks();
      const helper = lock === undefined ? null : await helperPid(instrument).catch(() => null);
      front.kill('SIGKILL');
      await front;
      if (helper !== null) await untilGone(helper);

      const resumed = await instrument.resume();
      if (resumed.exitCode === 2) expect(errorCode(resumed, 2)).toBe('nothing-to-resume');
      else documentOf(RunDocument, resumed, 0);
      expect(await instrument.comparableState()).toBe(await remediated());
      expect((await instrument.command('assess')).exitCode).toBe(0);
      expect(await instrument.locks()).toEqual([]);
    },
  );
});
