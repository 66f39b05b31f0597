import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type ChainRules,
  HashChainedFile,
  intactEntries,
  openPlain,
  readChain,
  syncFolderNames,
  type WriteWatch,
} from '../host/hash-chained-file.ts';
import { Failure } from '../model/failure.ts';
import { JournalEntry, type JournalEvent } from '../model/journal.ts';

/** Lets a practice instrument lose power at a chosen entry: before, in the middle of, or after its write. Real hosts never have one. */
export type PowerCut = WriteWatch;

/** An append-only, hash-chained file of JSON lines. Every `append` is on disk when it returns. */
export interface Journal {
  readonly entries: readonly JournalEntry[];
  append(event: JournalEvent): Promise<JournalEntry>;
  close(): Promise<void>;
}

const RULES: ChainRules<JournalEvent> = {
  entry: JournalEntry,
  /** A run writes a few dozen entries, the largest of some hundred kilobytes. */
  maxBytes: 64 * 1024 * 1024,
  altered: journalAltered,
  notPlain: journalNotPlain,
  notWritten: journalNotWritten,
};

function journalAltered(path: string, line: number, why: string): Failure {
  return new Failure({
    code: 'journal-altered',
    message: `The record of an earlier run (${path}) was changed or damaged at line ${line}: ${why}.`,
    next: 'Keep the file as it is, copy the whole data folder to a safe place, and ask for support. Nothing was changed.',
  });
}

function journalNotPlain(path: string, cause?: unknown): Failure {
  return new Failure(
    {
      code: 'journal-altered',
      message: `The record of an earlier run (${path}) is not a plain file of a possible size.`,
      next: 'Keep it as it is, copy the whole data folder to a safe place, and ask for support. Nothing was changed.',
    },
    undefined,
    cause,
  );
}

function journalNotWritten(cause: unknown): Failure {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new Failure(
    {
      code: 'journal-not-written',
      message: `The record of this run could not be written (${detail}), so the run stopped.`,
      next: 'Make room on the disk, then run `ucs-remedy resume` to look at the instrument and go on.',
    },
    undefined,
    cause,
  );
}

/** Reads the lines of a journal and checks the chain, see `readChain`. Throws `Failure` `journal-altered`. */
export function readJournalText(text: string, path: string): { entries: JournalEntry[]; intact: number } {
  return readChain(text, path, RULES);
}

function journalPath(folder: string, runId: string): string {
  return join(folder, `${runId}.jsonl`);
}

/** Starts the journal of a new run. The file must not exist yet. */
export async function createJournal(folder: string, runId: string, powerCut: PowerCut | null): Promise<Journal> {
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const file = await open(journalPath(folder, runId), flags, 0o600);
  await syncFolderNames(folder);
  return new HashChainedFile(file, [], RULES, powerCut);
}

/** Opens the journal of an earlier run to go on with it. A torn last line is cut off. */
export async function reopenJournal(folder: string, runId: string, powerCut: PowerCut | null): Promise<Journal> {
  const path = journalPath(folder, runId);
  const opened = await openPlain(path, constants.O_RDWR | constants.O_APPEND, RULES);
  return new HashChainedFile(opened.file, await intactEntries(opened, path, RULES), RULES, powerCut);
}

/** The runs of a journal folder, oldest first (run ids sort by time). Empty where there is no folder yet. */
export async function listRuns(folder: string): Promise<{ runId: string; entries: JournalEntry[] }[]> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  const runs = [];
  for (const name of names.filter((name) => name.endsWith('.jsonl')).sort()) {
    const path = join(folder, name);
    const { file, bytes } = await openPlain(path, constants.O_RDONLY, RULES);
    await file.close();
    const { entries } = readJournalText(bytes.toString('utf8'), path);
    const runId = name.slice(0, -'.jsonl'.length);
    const event = entries[0]?.event;
    // A run whose very first entry never reached the disk changed nothing and has no state.
    if (event === undefined) continue;
    const isItsOwn = event.kind === 'run-started' && event.runId === runId;
    if (!isItsOwn) throw journalAltered(path, 1, 'it belongs to another run');
    runs.push({ runId, entries });
  }
  return runs;
}
