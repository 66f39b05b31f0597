import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import * as z from 'zod';
import type { Failure } from '../model/failure.ts';
import { canonicalJson, digestOf, Sha256 } from '../model/json.ts';

const CHAIN_START = '0'.repeat(64);

/** What opening says where a link, a pipe nobody reads, or a folder lies in place of the file. */
const NOT_PLAIN = ['ELOOP', 'ENXIO', 'EISDIR', 'EMLINK'];

/** One line of a hash-chained file, as it is written. */
export interface ChainedEntry<Event> {
  /** From 1 on. */
  seq: number;
  /** ISO date and time, UTC. */
  at: string;
  event: Event;
  /** Hash of the entry before; 64 zeros for the first. */
  previous: string;
  /** SHA-256 over the canonical JSON of `{ seq, at, event, previous }`. */
  hash: string;
}

/** Schema of a line whose event has the given schema. */
export function chainedEntry<Event extends z.ZodType>(event: Event) {
  return z.strictObject({
    seq: z.number().int().positive(),
    at: z.iso.datetime(),
    event,
    previous: Sha256,
    hash: Sha256,
  });
}

/** What differs from one kind of hash-chained file to another: its lines, its largest size, and its words for people. */
export interface ChainRules<Event> {
  entry: z.ZodType<ChainedEntry<Event>>;
  maxBytes: number;
  /** `line` is counted from 1; `why` completes a sentence. */
  altered(path: string, line: number, why: string): Failure;
  notPlain(path: string, cause?: unknown): Failure;
  notWritten(cause: unknown): Failure;
}

/** Called before and while a line is written, so that a practice instrument can lose its power there. */
export interface WriteWatch {
  at(seq: number): 'before' | 'torn' | 'after' | null;
  /** Does not return. */
  cut(): Promise<never>;
}

/**
 * Opens a hash-chained file and reads it. A link or a device in its place is refused: what is read decides what is done.
 * `access`: flags of `open`. Throws `rules.notPlain`, or the system's error.
 */
export async function openPlain<Event>(
  path: string,
  access: number,
  { maxBytes, notPlain }: Pick<ChainRules<Event>, 'maxBytes' | 'notPlain'>,
): Promise<{ file: FileHandle; bytes: Buffer }> {
  let file: FileHandle;
  try {
    file = await open(path, access | constants.O_NOFOLLOW | constants.O_NONBLOCK, 0o600);
  } catch (error) {
    if (NOT_PLAIN.includes((error as NodeJS.ErrnoException).code ?? '')) throw notPlain(path, error);
    throw error;
  }
  try {
    const stat = await file.stat();
    // A second name elsewhere means that somebody else may write to it, or that cutting off a torn line would damage theirs.
    if (!stat.isFile() || stat.size > maxBytes || stat.nlink > 1) throw notPlain(path);
    return { file, bytes: await file.readFile() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/**
 * Reads the lines and checks the chain. The last line may be torn by a power cut: it was never acknowledged, so nothing was
 * done on its strength, and it is dropped. `intact` is the length in bytes of what remains. Throws `rules.altered`.
 */
export function readChain<Event>(
  text: string,
  path: string,
  { entry, altered }: Pick<ChainRules<Event>, 'entry' | 'altered'>,
): { entries: ChainedEntry<Event>[]; intact: number } {
  const entries: ChainedEntry<Event>[] = [];
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
      throw altered(path, number, 'it is not readable');
    }
    const parsed = entry.safeParse(json);
    if (!parsed.success) throw altered(path, number, 'it does not have the right form');
    const { hash, ...content } = parsed.data;
    if (content.seq !== number) throw altered(path, number, 'an entry is missing or out of order');
    if (content.previous !== previous) throw altered(path, number, 'it does not follow the entry before it');
    if (digestOf(content) !== hash) throw altered(path, number, 'its content does not match its hash');
    entries.push(parsed.data);
    previous = hash;
    intact += Buffer.byteLength(line) + 1;
    start = newline + 1;
  }
  return { entries, intact };
}

/**
 * Reads an open file's bytes as a chain and cuts off a torn last line, so that the next one starts on a line of its own.
 * Closes the file where it throws `rules.altered` or the system's error.
 */
export async function intactEntries<Event>(
  { file, bytes }: { file: FileHandle; bytes: Buffer },
  path: string,
  rules: ChainRules<Event>,
): Promise<ChainedEntry<Event>[]> {
  try {
    const { entries, intact } = readChain(bytes.toString('utf8'), path, rules);
    if (intact < bytes.length) {
      await file.truncate(intact);
      await file.sync();
    }
    return entries;
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** An append-only, hash-chained file of JSON lines. Every `append` is on disk when it returns. */
export class HashChainedFile<Event> {
  private broken = false;

  /** `file` is open for appending and holds exactly `entries`. */
  constructor(
    private readonly file: FileHandle,
    readonly entries: ChainedEntry<Event>[],
    private readonly rules: ChainRules<Event>,
    private readonly watch: WriteWatch | null,
  ) {}

  /** Throws `rules.notWritten`, from then on for every entry; an event of another form is refused with zod's error. */
  async append(event: Event): Promise<ChainedEntry<Event>> {
    const last = this.entries.at(-1);
    const content = {
      seq: (last?.seq ?? 0) + 1,
      at: new Date().toISOString(),
      event,
      previous: last?.hash ?? CHAIN_START,
    };
    const entry = this.rules.entry.parse({ ...content, hash: digestOf(content) });
    if (this.broken) throw this.rules.notWritten(new Error('an earlier entry was not written'));
    const line = Buffer.from(`${canonicalJson(entry)}\n`);
    const cut = this.watch?.at(entry.seq) ?? null;
    if (cut === 'before') await this.watch?.cut();
    if (cut === 'torn') {
      await this.write(line.subarray(0, Math.floor(line.length / 2)));
      await this.watch?.cut();
    }
    await this.write(line);
    if (cut === 'after') await this.watch?.cut();
    this.entries.push(entry);
    return entry;
  }

  private async write(bytes: Buffer): Promise<void> {
    // Half a line may be on disk: nothing may follow it until it was cut off by opening the file again.
    this.broken = true;
    try {
      let written = 0;
      while (written < bytes.length) written += (await this.file.write(bytes, written)).bytesWritten;
      await this.file.datasync();
    } catch (error) {
      throw this.rules.notWritten(error);
    }
    this.broken = false;
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}

/** Puts the names in a folder on disk. Throws the system's error. */
export async function syncFolderNames(folder: string): Promise<void> {
  // Windows cannot open a folder for syncing; NTFS journals the entry itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
