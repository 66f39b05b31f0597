import { constants } from 'node:fs';
import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../model/failure.ts';
import { JournalEntry, type JournalEvent } from '../model/journal.ts';
import { canonicalJson, digestOf } from '../model/json.ts';

const CHAIN_START = '0'.repeat(64);

/** A run writes a few dozen entries, the largest of some hundred kilobytes. */
const MAX_JOURNAL_BYTES = 64 * 1024 * 1024;

/** What opening says where a link, a pipe nobody reads, or a folder lies in place of the file. */
const NOT_PLAIN = ['ELOOP', 'ENXIO', 'EISDIR', 'EMLINK'];

/** Lets a practice instrument lose power at a chosen entry. Real hosts never have one. */
export interface PowerCut {
  /** What happens at this entry: nothing, or the power goes before, in the middle of, or after the write. */
  at(seq: number): 'before' | 'torn' | 'after' | null;
  /** Does not return. */
  cut(): Promise<never>;
}

/** An append-only, hash-chained file of JSON lines. Every `append` is on disk when it returns. */
export interface Journal {
  readonly entries: readonly JournalEntry[];
  append(event: JournalEvent): Promise<JournalEntry>;
  close(): Promise<void>;
}

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

/**
 * Opens a journal that exists. A link or a device in its place is refused: what is read decides what is undone. Throws
 * `Failure` `journal-altered`, or the system's error.
 */
async function openPlain(path: string, access: number): Promise<{ file: FileHandle; bytes: Buffer }> {
  let file: FileHandle;
  try {
    file = await open(path, access | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (NOT_PLAIN.includes((error as NodeJS.ErrnoException).code ?? '')) throw journalNotPlain(path, error);
    throw error;
  }
  try {
    const stat = await file.stat();
    if (!stat.isFile() || stat.size > MAX_JOURNAL_BYTES) throw journalNotPlain(path);
    return { file, bytes: await file.readFile() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/**
 * Reads the lines of a journal and checks the chain. The last line may be torn by a power cut: it was never acknowledged, so
 * nothing was done on its strength, and it is dropped. `intact` is the length in bytes of what remains.
 */
export function readJournalText(text: string, path: string): { entries: JournalEntry[]; intact: number } {
  const entries: JournalEntry[] = [];
  let intact = 0;
  let previous = CHAIN_START;
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    if (newline === -1) return { entries, intact };
    const line = text.slice(start, newline);
    const number = entries.length + 1;
    let json: unknown;
    try {
      json = JSON.parse(line);
    } catch {
      throw journalAltered(path, number, 'it is not readable');
    }
    const parsed = JournalEntry.safeParse(json);
    if (!parsed.success) throw journalAltered(path, number, 'it does not have the right form');
    const { hash, ...content } = parsed.data;
    if (content.seq !== number) throw journalAltered(path, number, 'an entry is missing or out of order');
    if (content.previous !== previous) throw journalAltered(path, number, 'it does not follow the entry before it');
    if (digestOf(content) !== hash) throw journalAltered(path, number, 'its content does not match its hash');
    entries.push(parsed.data);
    previous = hash;
    intact += Buffer.byteLength(line) + 1;
    start = newline + 1;
  }
  return { entries, intact };
}

class FileJournal implements Journal {
  readonly entries: JournalEntry[];
  private broken = false;

  constructor(
    private readonly file: FileHandle,
    entries: JournalEntry[],
    private readonly powerCut: PowerCut | null,
  ) {
    this.entries = entries;
  }

  async append(event: JournalEvent): Promise<JournalEntry> {
    const last = this.entries.at(-1);
    const content = {
      seq: (last?.seq ?? 0) + 1,
      at: new Date().toISOString(),
      event,
      previous: last?.hash ?? CHAIN_START,
    };
    const entry = JournalEntry.parse({ ...content, hash: digestOf(content) });
    if (this.broken) throw journalNotWritten(new Error('an earlier entry was not written'));
    const line = Buffer.from(`${canonicalJson(entry)}\n`);
    const cut = this.powerCut?.at(entry.seq) ?? null;
    if (cut === 'before') await this.powerCut?.cut();
    if (cut === 'torn') {
      await this.write(line.subarray(0, Math.floor(line.length / 2)));
      await this.powerCut?.cut();
    }
    await this.write(line);
    if (cut === 'after') await this.powerCut?.cut();
    this.entries.push(entry);
    return entry;
  }

  private async write(bytes: Buffer): Promise<void> {
    // Half a line may be on disk: nothing may follow it until it was cut off by opening the journal again.
    this.broken = true;
    try {
      let written = 0;
      while (written < bytes.length) written += (await this.file.write(bytes, written)).bytesWritten;
      await this.file.datasync();
    } catch (error) {
      throw journalNotWritten(error);
    }
    this.broken = false;
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}

function journalPath(folder: string, runId: string): string {
  return join(folder, `${runId}.jsonl`);
}

/** Starts the journal of a new run. The file must not exist yet. */
export async function createJournal(folder: string, runId: string, powerCut: PowerCut | null): Promise<Journal> {
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const file = await open(journalPath(folder, runId), flags, 0o600);
  await syncFolder(folder);
  return new FileJournal(file, [], powerCut);
}

/** Opens the journal of an earlier run to go on with it. A torn last line is cut off. */
export async function reopenJournal(folder: string, runId: string, powerCut: PowerCut | null): Promise<Journal> {
  const path = journalPath(folder, runId);
  const { file, bytes } = await openPlain(path, constants.O_RDWR | constants.O_APPEND);
  try {
    const { entries, intact } = readJournalText(bytes.toString('utf8'), path);
    if (intact < bytes.length) {
      await file.truncate(intact);
      await file.sync();
    }
    return new FileJournal(file, entries, powerCut);
  } catch (error) {
    await file.close();
    throw error;
  }
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
    const { file, bytes } = await openPlain(path, constants.O_RDONLY);
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

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder for syncing; NTFS journals the entry itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}
