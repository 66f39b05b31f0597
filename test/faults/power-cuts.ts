import { createPublicKey, verify } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { documentOf, errorCode, RunDocument } from '../cli/documents.ts';
import type { Finished } from '../cli/harness.ts';
import { type Front, type PracticeInstrument, predicateOf, withoutRunIds } from '../cli/practice-instrument.ts';

/** A command of the program that writes a journal, and how it ends when nothing disturbs it. */
export interface Undisturbed {
  /** The instrument before the command. */
  start: PracticeInstrument;
  begin: (instrument: PracticeInstrument) => Promise<Finished>;
  end: Ending;
  /** Numbers of the first and the last entry the command writes. */
  first: number;
  last: number;
  /** Instruments as the power left them, by entry and moment; never worked on, only copied. */
  cut: Map<string, Promise<PracticeInstrument>>;
}

/** What two runs must have in common to have come to the same end. */
interface Ending {
  exitCode: number | undefined;
  verdicts: { cve: string; state: string; because: string }[];
  state: string;
}

export const MOMENTS = ['before', 'torn', 'after'] as const;
export type Moment = (typeof MOMENTS)[number];

/** Does a command once without any disturbance, on a copy of the instrument. */
export async function undisturbed(
  start: PracticeInstrument,
  begin: Undisturbed['begin'],
): Promise<Undisturbed & { done: PracticeInstrument }> {
  const done = await start.copy();
  const written = (await done.journal()).length;
  const end = await endingOf(done, await begin(done));
  const last = (await done.journal()).length;
  return { start, begin, end, first: written + 1, last, cut: new Map(), done };
}

async function endingOf(instrument: PracticeInstrument, finished: Finished): Promise<Ending> {
  const { verdicts } = RunDocument.parse(finished.json);
  const compared = verdicts.map(({ cve, state, because }) => ({ cve, state, because: withoutRunIds(because) }));
  return { exitCode: finished.exitCode, verdicts: compared, state: await instrument.comparableState() };
}

/** Every entry a command writes, at every moment the power can go. */
export function boundariesOf({ first, last }: Undisturbed): [entry: number, moment: Moment][] {
  return Array.from({ length: last - first + 1 }, (_, n) => first + n).flatMap((entry) =>
    MOMENTS.map((moment): [number, Moment] => [entry, moment]),
  );
}

/**
 * After an entry is whole on the disk, which is the worst moment for what was begun and not yet said, all happens at a terminal.
 * Otherwise the front is in this process: a front that lives looks the same whatever the helper was doing when it died.
 */
function frontFor(moment: Moment): Front {
  return moment === 'after' ? 'terminal' : 'here';
}

/** The power goes while the helper writes an entry, with kill -9: the instrument as it was left. */
export async function cutPower(normal: Undisturbed, entry: number, moment: Moment): Promise<PracticeInstrument> {
  const key = `${entry} ${moment}`;
  const left = normal.cut.get(key) ?? killedAt(normal, entry, moment);
  normal.cut.set(key, left);
  return (await left).copy();
}

/** What the front says when the power went is the same at every entry. */
async function killedAt(normal: Undisturbed, entry: number, moment: Moment): Promise<PracticeInstrument> {
  const instrument = await normal.start.copy(frontFor(moment));
  await instrument.cutPowerAt(entry, moment);
  expect(errorCode(await normal.begin(instrument), 15)).toBe('helper-died');
  expect(JSON.parse(await instrument.state()).switches.journal, 'the power went once').toBeNull();
  return instrument;
}

/** After a power cut the run comes to the end it would have had, whatever the program finds. */
export async function expectSameEnd(normal: Undisturbed, entry: number, moment: Moment): Promise<void> {
  const instrument = await cutPower(normal, entry, moment);
  let finished = await instrument.resume();
  const nothingWasBegun = entry === normal.first && moment !== 'after';
  const wasOver = entry === normal.last && moment === 'after';
  if (finished.exitCode === 2) {
    expect({ nothingWasBegun, wasOver }, finished.stdout).not.toEqual({ nothingWasBegun: false, wasOver: false });
    expect(errorCode(finished, 2)).toBe('nothing-to-resume');
    if (nothingWasBegun) finished = await normal.begin(instrument);
  }
  if (finished.exitCode === 2) {
    expect(await instrument.comparableState()).toBe(normal.end.state);
    expect((await instrument.journal()).at(-1)?.event.kind).toBe('ended');
  } else {
    expect(await endingOf(instrument, finished), finished.stdout).toEqual(normal.end);
    await expectGenuineReceipt(instrument, finished);
  }
  expect(await instrument.locks()).toEqual([]);
}

async function expectGenuineReceipt(instrument: PracticeInstrument, finished: Finished): Promise<void> {
  const { receipt } = documentOf(RunDocument, finished, finished.exitCode ?? -1);
  const key = createPublicKey(await readFile(receipt.replace('.receipt.json', '.pub.pem'), 'utf8'));
  const { payload, payloadType, signatures } = JSON.parse(await readFile(receipt, 'utf8'));
  const signed = Buffer.from(payload, 'base64');
  const encoded = Buffer.concat([Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${signed.length} `), signed]);
  expect(verify(null, encoded, key, Buffer.from(signatures[0].sig, 'base64'))).toBe(true);
  const { journal } = await predicateOf(receipt);
  expect((await instrument.journal()).map(({ hash }) => hash)).toContain((journal as { head: string }).head);
}
