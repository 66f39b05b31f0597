import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../main/model/journal.ts';
import { errorCode } from '../cli/documents.ts';
import type { Finished } from '../cli/harness.ts';
import { programsMissing } from './support/end-to-end.ts';
import { BENCHTOP_BARE } from './support/images.ts';
import { AGREED, expectUntouched, Instrument, states } from './support/instrument.ts';
import type { Kill } from './support/killable/journal.ts';

const missing = await programsMissing();
if (missing !== null) console.log(`Skipped "a helper that is killed": ${missing}.`);

const UCS_SERVICE = 'StandInUcs';
const ACCOUNT = ['--account', '.\\sbsuser'];
const PASSWORD = 'practice-user';

describe.skipIf(missing !== null)('a helper that is killed, with Windows', () => {
  let instrument: Instrument;
  let digest: string;

  beforeAll(async () => {
    instrument = await Instrument.start(BENCHTOP_BARE);
    digest = await instrument.digest(ACCOUNT);
  }, 300_000);

  afterAll(() => instrument?.stop(), 60_000);

  const run = () => instrument.command(['run', ...AGREED, ...ACCOUNT, '--approve', digest], `${PASSWORD}\n`);
  const resume = () => instrument.command(['resume', '--confirm-idle', '--json', ...ACCOUNT], `${PASSWORD}\n`);
  const rollback = () => instrument.command(['rollback', ...AGREED]);

  /** Has the helper killed; how it ended where there was nothing to kill it at. */
  async function killed(command: () => Promise<Finished>, kill: Kill): Promise<Finished | 'killed'> {
    await instrument.put('C:\\fake-windows\\kill.json', JSON.stringify(kill));
    const finished = await command();
    if (finished.exitCode !== 15) {
      await instrument.remove('C:\\fake-windows\\kill.json');
      return finished;
    }
    expect(errorCode(finished, 15)).toBe('helper-died');
    return 'killed';
  }

  /** The last entry of the newest journal. */
  async function lastEntry(): Promise<string> {
    const newest = (await instrument.dataFiles('journal')).filter((path) => path.endsWith('.jsonl')).at(-1) ?? '';
    const { event }: JournalEntry = JSON.parse((await readFile(newest, 'utf8')).trimEnd().split('\n').at(-1) ?? '');
    return 'step' in event ? `${event.kind} ${event.step}` : event.kind;
  }

  /**
   * Kills the helper at every entry of a job, before and after it is written: each time the job goes on from where it was killed,
   * up to the next. Where nothing of it is on the disk yet, it is begun again.
   */
  async function killedAtEveryEntry(begin: () => Promise<Finished>): Promise<{ entries: string[]; end: Finished }> {
    const entries: string[] = [];
    while (entries.length < 30) {
      const goOn = entries.length === 0 ? begin : resume;
      const before = await killed(goOn, { otherThan: ['resumed', ...entries], moment: 'before' });
      if (before !== 'killed') return { entries, end: before };
      expect(await killed(goOn, { otherThan: ['resumed', ...entries], moment: 'after' })).toBe('killed');
      entries.push(await lastEntry());
      // The job is over: there is nothing to go on with, and it can only be looked at.
      if (entries.at(-1) === 'ended') return { entries, end: await resume() };
    }
    throw new Error(`it comes to no end: ${entries.join(', ')}`);
  }

  /** Every receipt that was kept is one of this instrument's key. */
  async function expectGenuineReceipts(): Promise<void> {
    const kept = (await instrument.dataFiles('receipts')).filter((path) => path.endsWith('.receipt.json'));
    expect(kept.length).toBeGreaterThan(0);
    await instrument.verifyOnLinux(kept.map((path) => `C:\\${path.split('drive_c/')[1]?.replaceAll('/', '\\')}`));
  }

  const locks = async () => (await instrument.dataFiles('journal')).filter((path) => path.endsWith('.lock'));

  it('at every entry of a run, before and after it is written: the run goes on each time, and ends as it should', async () => {
    const { entries, end } = await killedAtEveryEntry(run);
    expect(entries).toEqual([
      ...['run-started', 'looked', 'planned', 'approved'],
      ...['intent firewall-ports', 'outcome firewall-ports', 'intent ucs-account', 'outcome ucs-account'],
      ...['concluded', 'receipt', 'ended'],
    ]);
    expect(errorCode(end, 2)).toBe('nothing-to-resume');
    expect((await instrument.command(['assess'])).exitCode).toBe(0);
    expect(await instrument.ourRules()).toHaveLength(3);
    expect(await instrument.accountOf(UCS_SERVICE)).toBe('.\\sbsuser');
    expect(await locks()).toEqual([]);
    await expectGenuineReceipts();
  }, 1_200_000);

  it('at every entry of an undoing: the instrument ends as it was', async () => {
    const { entries, end } = await killedAtEveryEntry(rollback);
    expect(entries).toEqual([
      ...['rollback-started', 'undo-intent ucs-account', 'undo-outcome ucs-account'],
      ...['undo-intent firewall-ports', 'undo-outcome firewall-ports', 'concluded', 'receipt', 'ended'],
    ]);
    expect(errorCode(end, 2)).toBe('nothing-to-resume');
    await expectUntouched(instrument, UCS_SERVICE);
    expect(await locks()).toEqual([]);
    expect(await instrument.digest(ACCOUNT)).toBe(digest);
    await expectGenuineReceipts();
  }, 1_200_000);

  it('in the middle of the change of the account: a person who wants it undone gets it undone', async () => {
    const done = ['run-started', 'looked', 'planned', 'approved', 'intent firewall-ports', 'outcome firewall-ports'];
    const changed = [...done, 'intent ucs-account'];
    expect(await killed(run, { otherThan: changed, moment: 'before' })).toBe('killed');
    expect(await instrument.accountOf(UCS_SERVICE)).toBe('.\\sbsuser');
    expect(states(instrument.ended(await rollback(), 10))).toEqual(['exposed', 'exposed']);
    await expectUntouched(instrument, UCS_SERVICE);
    expect(await instrument.digest(ACCOUNT)).toBe(digest);
  }, 900_000);
});
