import { describe, expect, test } from 'vitest';
import { read, unavailable } from '../../../main/model/fact.ts';
import type { RunFile } from '../../../main/model/run-folder.ts';
import { IdleJudgement, judgeIdle } from '../../../main/observe/idle.ts';
import { NOW, observationWith, recorded, runFolder } from './observations.ts';

const now = new Date(NOW);
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

function ago(milliseconds: number): string {
  return new Date(now.getTime() - milliseconds).toISOString();
}

/** A run folder with marker files of given ages; it changed when the youngest of them did, or `changed` ago. */
function run(markers: Record<string, number>, changed = Math.min(...Object.values(markers)), path = 'D:\\run') {
  const files = Object.entries(markers).map(([name, age]): RunFile => ({ name, modifiedAt: ago(age) }));
  return { ...runFolder(path, ago(changed), {}), files };
}

function judge(...folders: ReturnType<typeof run>[]) {
  return IdleJudgement.parse(judgeIdle(observationWith(recorded(...folders)), now));
}

const BUSY = ['busy', 'run-in-progress'];
const OLD = ['ask', 'old-incomplete'];
const COMPLETE = ['ask', 'recent-runs-complete'];
const NOTHING = ['ask', 'nothing-recent'];
const AGES = [
  ['dated a year in the future', -365 * 24 * HOUR, 'recent'],
  ['dated one second in the future', -SECOND, 'recent'],
  ['changed just now', 0, 'recent'],
  ['changed an hour ago', HOUR, 'recent'],
  ['changed one second less than 24 hours ago', 24 * HOUR - SECOND, 'recent'],
  ['changed exactly 24 hours ago', 24 * HOUR, 'recent'],
  ['changed one second more than 24 hours ago', 24 * HOUR + SECOND, 'old'],
  ['changed a month ago', 30 * 24 * HOUR, 'old'],
] as const;

describe.each(AGES)('a run folder %s', (_, age, kind) => {
  const settled = age >= 15 * MINUTE;
  const recent = kind === 'recent';
  test.each([
    ['without RTAComplete blocks while recent', { 'RunInfo.xml': age }, recent ? BUSY : OLD],
    [
      'without RTAComplete blocks even when CopyComplete.txt is there',
      { 'RunInfo.xml': age, 'CopyComplete.txt': age },
      recent ? BUSY : OLD,
    ],
    [
      'without CopyComplete.txt blocks while recent (RTAComplete.txt)',
      { 'RunInfo.xml': age, 'RTAComplete.txt': age },
      recent ? BUSY : OLD,
    ],
    [
      'without CopyComplete.txt blocks while recent (RTAComplete.xml)',
      { 'RunInfo.xml': age, 'RTAComplete.xml': age },
      recent ? BUSY : OLD,
    ],
    [
      'whose sequencing ended blocks until it is copied',
      { 'RunInfo.xml': age, 'SequenceComplete.txt': age, 'RunCompletionStatus.xml': age },
      recent ? BUSY : OLD,
    ],
    [
      'that is complete blocks only within 15 minutes of its copy',
      { 'RunInfo.xml': age, 'RTAComplete.txt': age, 'CopyComplete.txt': age },
      settled ? (recent ? COMPLETE : NOTHING) : BUSY,
    ],
    ['without RunInfo.xml does not block', { 'Notes.txt': age }, NOTHING],
    ['without RunInfo.xml does not block, whatever other markers it has', { 'RTAComplete.txt': age }, NOTHING],
  ])('%s', (_case, markers, expected) => {
    const { state, code } = judge(run(markers));
    expect([state, code]).toEqual(expected);
  });
});

describe('the 15 minutes after a copy', () => {
  test.each([
    ['a day in the future', -24 * HOUR, 'busy'],
    ['one second in the future', -SECOND, 'busy'],
    ['now', 0, 'busy'],
    ['14 minutes 59 seconds ago', 15 * MINUTE - SECOND, 'busy'],
    ['exactly 15 minutes ago', 15 * MINUTE, 'ask'],
    ['16 minutes ago', 16 * MINUTE, 'ask'],
  ])('CopyComplete.txt dated %s', (_, age, state) => {
    expect(judge(run({ 'RunInfo.xml': HOUR, 'RTAComplete.txt': HOUR, 'CopyComplete.txt': age })).state).toBe(state);
  });
});

test('marker files count in any spelling of upper and lower case', () => {
  const finished = { 'RUNINFO.XML': HOUR, 'rtacomplete.TXT': HOUR, 'COPYCOMPLETE.txt': HOUR };
  expect(judge(run(finished)).code).toBe('recent-runs-complete');
  expect(judge(run({ 'runinfo.xml': HOUR })).code).toBe('run-in-progress');
});

test('a file that only resembles a marker ends no run', () => {
  const lookalikes = { 'RunInfo.xml': HOUR, 'RTAComplete.txt.bak': HOUR, 'CopyComplete.xml': HOUR };
  expect(judge(run(lookalikes)).state).toBe('busy');
});

test('a young log file in an old folder makes a run recent: the folder changed', () => {
  expect(judge(run({ 'RunInfo.xml': 40 * HOUR }, HOUR)).state).toBe('busy');
});

test('a host that forgets to count a young file in does not hide a running run', () => {
  expect(judge(run({ 'RunInfo.xml': HOUR }, 48 * HOUR)).state).toBe('busy');
});

test('NovaSeq: one side that runs blocks, though the other side is the newer folder and complete', () => {
  const sideA = run({ 'RunInfo.xml': HOUR, 'RTAComplete.txt': HOUR, 'CopyComplete.txt': 20 * MINUTE }, undefined, 'A');
  const sideB = run({ 'RunInfo.xml': 2 * HOUR }, undefined, 'B');
  const judgement = judge(sideA, sideB);
  expect(judgement.state).toBe('busy');
  expect(judgement.evidence.map(({ source }) => source)).toEqual(['B']);
});

test('both sides that run are named, in the same order whichever comes first', () => {
  const sideA = run({ 'RunInfo.xml': HOUR }, undefined, 'A');
  const sideB = run({ 'RunInfo.xml': HOUR, 'RTAComplete.txt': HOUR }, undefined, 'B');
  expect(judge(sideB, sideA)).toEqual(judge(sideA, sideB));
  expect(judge(sideB, sideA).evidence).toHaveLength(2);
});

test('an old incomplete run is said even when the newest one is complete', () => {
  const complete = run({ 'RunInfo.xml': HOUR, 'RTAComplete.txt': HOUR, 'CopyComplete.txt': HOUR }, undefined, 'new');
  const old = run({ 'RunInfo.xml': 90 * HOUR }, undefined, 'old');
  expect(judge(complete, old).code).toBe('old-incomplete');
});

test('software known to copy without UCS is not waited for, but its base calling is', () => {
  const judgeWithoutUcs = (markers: Record<string, number>) =>
    judgeIdle(observationWith(recorded(run(markers))), now, { usesUcs: false }).state;
  expect(judgeWithoutUcs({ 'RunInfo.xml': HOUR, 'RTAComplete.txt': HOUR })).toBe('ask');
  expect(judgeWithoutUcs({ 'RunInfo.xml': HOUR })).toBe('busy');
  expect(judgeWithoutUcs({ 'RunInfo.xml': HOUR, 'RTAComplete.txt': HOUR, 'CopyComplete.txt': 0 })).toBe('busy');
});

test('a running run with a broken record still blocks', () => {
  const folder = {
    ...runFolder('D:\\run', ago(HOUR), 'malformed'),
    files: [{ name: 'RunInfo.xml', modifiedAt: ago(HOUR) }],
  };
  expect(judgeIdle(observationWith(recorded(folder)), now).state).toBe('busy');
});

test('run folders that could not be read are asked about, never called quiet', () => {
  const runFolders = unavailable('needs-elevation', 'permission denied', 'D:\\Illumina', NOW);
  expect(judgeIdle(observationWith({ runFolders }), now)).toMatchObject({
    state: 'ask',
    code: 'run-folders-unreadable',
    evidence: [{ says: 'permission denied', source: 'D:\\Illumina' }],
  });
});

test('no run folder at all is asked about, never called idle', () => {
  const judgement = judgeIdle(observationWith({ runFolders: read([], 'places', NOW) }), now);
  expect(judgement).toMatchObject({ state: 'ask', code: 'nothing-recent' });
  expect(judgement.because).toContain('do not prove');
});

describe('programs for sequencing that run', () => {
  const program = (name: string, description: string | null) => ({
    pid: 7,
    parentPid: null,
    name,
    imagePath: null,
    description,
    account: null,
  });
  const judged = (...programs: ReturnType<typeof program>[]) =>
    judgeIdle(observationWith({ processes: read(programs, 'process list', NOW), ...recorded() }), now);

  test.each([
    ['NovaSeq.exe', 'NovaSeq Control Software', 'NovaSeq Control Software'],
    ['RTA3.exe', null, 'RTA3.exe'],
    ['x.exe', 'Illumina Real-Time Analysis', 'Illumina Real-Time Analysis'],
    ['x.exe', 'MiSeqDx Operating Software', 'MiSeqDx Operating Software'],
  ])('%s (%s) is shown to the person who is asked, and proves nothing', (name, description, shown) => {
    const { state, because, evidence } = judged(program(name, description));
    expect(state).toBe('ask');
    expect(because).toContain(`These programs for sequencing run now: ${shown}.`);
    expect(evidence.at(-1)).toMatchObject({ fact: 'processes', source: 'process list' });
  });

  test('where none is seen nothing is said: that is no sign of an idle instrument', () => {
    expect(judged(program('start.exe', 'Restart of the operating system')).because).not.toContain('run now');
    expect(judged().state).toBe('ask');
  });
});
