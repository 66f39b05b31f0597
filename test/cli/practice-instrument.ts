import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { mergePatch, readableJson } from '../../main/host/practice/merge-patch.ts';
import type { JournalEntry } from '../../main/model/journal.ts';
import type { Json } from '../../main/model/json.ts';
import { Predicate } from './documents.ts';
import { frontHere } from './front-here.ts';
import { type Finished, newFolder, type Start, ucsRemedy } from './harness.ts';

/** What a technician at a practice instrument types after `run`. */
const AGREED = ['--yes', '--confirm-idle', '--operator', 'A. Tech'];

/** Where the front of `run`, `resume` and `rollback` is: the program in a process of its own, or this process. */
export type Front = 'terminal' | 'here';

/** A practice instrument in a data folder of its own, worked on by the built program. */
export class PracticeInstrument {
  private constructor(
    readonly scenario: string,
    readonly dataDir: string,
    readonly home: string,
    readonly front: Front = 'terminal',
  ) {}

  /** A new instrument, as it is before anybody touches it; in a data folder of its own where none is given. */
  static async create(scenario: string, dataDir?: string): Promise<PracticeInstrument> {
    const instrument = new PracticeInstrument(scenario, dataDir ?? (await newFolder()), await newFolder());
    await instrument.command('assess');
    return instrument;
  }

  /** The same instrument once more, with its keys, journals and receipts, in another data folder. */
  async copy(front: Front = this.front): Promise<PracticeInstrument> {
    const dataDir = await newFolder();
    await cp(this.dataDir, dataDir, { recursive: true });
    return new PracticeInstrument(this.scenario, dataDir, await newFolder(), front);
  }

  /** Any command on this instrument; prints JSON. */
  command(name: string, args: readonly string[] = [], start: Start = {}): Promise<Finished> {
    return this.commandLine(this.words(name, args), start);
  }

  commandLine(words: readonly string[], start: Start = {}): Promise<Finished> {
    return ucsRemedy(words, { dataDir: this.dataDir, home: this.home, ...start });
  }

  words(name: string, args: readonly string[] = []): string[] {
    return [name, '--practice', this.scenario, '--json', ...args];
  }

  run(args: readonly string[] = [], start?: Start): Promise<Finished> {
    return this.#change('run', [...AGREED, ...args], start);
  }

  resume(): Promise<Finished> {
    return this.#change('resume', ['--confirm-idle']);
  }

  rollback(): Promise<Finished> {
    return this.#change('rollback', ['--confirm-idle', '--operator', 'A. Tech']);
  }

  /** How the front is started matters to the terminal alone. */
  #change(name: string, args: readonly string[], start?: Start): Promise<Finished> {
    if (this.front === 'here' && start === undefined) return frontHere(this.words(name, args), this.dataDir);
    return this.command(name, args, start);
  }

  async reboot(): Promise<void> {
    await ucsRemedy(['practice', 'reboot', this.scenario], { dataDir: this.dataDir, home: this.home });
  }

  rebootUnnamed(): Promise<Finished> {
    return ucsRemedy(['practice', 'reboot', '--json'], { dataDir: this.dataDir, home: this.home });
  }

  get statePath(): string {
    return join(this.dataDir, 'practice', this.scenario, 'instrument.json');
  }

  get journalFolder(): string {
    return join(this.dataDir, 'practice', this.scenario, 'journal');
  }

  /** The bytes of the state file. */
  state(): Promise<string> {
    return readFile(this.statePath, 'utf8');
  }

  /** The state without what differs from run to run: the run id in the names of its firewall rules. */
  async comparableState(): Promise<string> {
    return withoutRunIds(await this.state());
  }

  /** Changes the state as a trainer would, by a JSON Merge Patch. */
  async edit(patch: Json): Promise<void> {
    await writeFile(this.statePath, readableJson(mergePatch(JSON.parse(await this.state()), patch)));
  }

  /** The power goes at this entry of the next run. */
  async cutPowerAt(entry: number, moment: 'before' | 'torn' | 'after'): Promise<void> {
    await this.edit({ switches: { journal: { entry, moment } } });
  }

  /** Paths of the journals, oldest first. */
  async journals(): Promise<string[]> {
    const names = await readdir(this.journalFolder);
    return names
      .filter((name) => name.endsWith('.jsonl'))
      .sort()
      .map((name) => join(this.journalFolder, name));
  }

  /** Whole entries of the newest journal. */
  async journal(): Promise<JournalEntry[]> {
    const newest = (await this.journals()).at(-1);
    if (newest === undefined) return [];
    const lines = (await readFile(newest, 'utf8')).split('\n').slice(0, -1);
    return lines.map((line): JournalEntry => JSON.parse(line));
  }

  /** Names of the lock files. */
  async locks(): Promise<string[]> {
    return (await readdir(this.journalFolder)).filter((name) => name.endsWith('.lock'));
  }

  /** Writes the public key of this data folder to a file, as a quality officer gets it by another way. */
  async publicKeyFile(): Promise<string> {
    const path = join(this.home, 'practice.pub.pem');
    await writeFile(path, (await this.#shownKey()).pem);
    return path;
  }

  /** Trusts the practice key as if it were the key of a real instrument; gives the folder of trusted keys. */
  async enrolPracticeKey(): Promise<string> {
    const { fingerprint } = await this.#shownKey();
    const trusted = await ucsRemedy(['key', 'trust', fingerprint, '--json'], { dataDir: this.dataDir });
    return (trusted.json as { folder: string }).folder;
  }

  #key: { pem: string; fingerprint: string } | undefined;

  async #shownKey() {
    if (this.#key === undefined) {
      const { json } = await ucsRemedy(['key', 'show', '--practice', '--json'], { dataDir: this.dataDir });
      this.#key = json as { pem: string; fingerprint: string };
    }
    return this.#key;
  }

  /** Checks receipts with the key of this data folder; prints JSON. */
  async verify(receipts: readonly string[]): Promise<Finished> {
    return ucsRemedy(['verify', ...receipts, '--key', await this.publicKeyFile(), '--json']);
  }

  /** Checks receipts as a person does who reads the answer. */
  verifyAsPerson(receipts: readonly string[], args: readonly string[]): Promise<Finished> {
    return ucsRemedy(['verify', ...receipts, ...args], { home: this.home });
  }
}

const RUN_ID = /\d{8}t\d{6}z-[0-9a-f]{8}/g;

/** A text with every run id replaced. */
export function withoutRunIds(text: string): string {
  return text.replaceAll(RUN_ID, 'RUN');
}

/** What a receipt says. Its signature is for `verify` to check. */
export async function predicateOf(receipt: string) {
  const { payload } = JSON.parse(await readFile(receipt, 'utf8')) as { payload: string };
  return Predicate.parse(JSON.parse(Buffer.from(payload, 'base64').toString('utf8')).predicate);
}

/** Every file below a folder. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? dirname(folder), entry.name));
}
