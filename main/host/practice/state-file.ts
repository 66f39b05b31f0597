import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../model/failure.ts';
import { readTextCapped, UnreadableFileError, writeFileAtomically } from '../atomic-file.ts';
import { HostChangeError } from '../host.ts';
import { sharedWhileReading } from '../shared-reading.ts';
import { InstrumentState } from './instrument-state.ts';
import { readableJson } from './merge-patch.ts';

const MAX_BYTES = 1024 * 1024;
/** ENOTDIR: a file lies where the folder should be, which creating it will say. */
const NOT_THERE = new Set(['ENOENT', 'ENOTDIR']);

/** The state file of the practice instrument in a folder. */
export function stateFilePath(folder: string): string {
  return join(folder, 'instrument.json');
}

/**
 * One practice instrument on disk. Read afresh every time, because front and helper are two processes, and written whole
 * after every change, so that a killed process leaves the state before or after it.
 */
export class StateFile {
  readonly path: string;
  #changes: Promise<unknown> = Promise.resolve();
  #shared = this.#sharedReading();

  constructor(private readonly folder: string) {
    this.path = stateFilePath(folder);
  }

  /** The state; null when the folder holds none. Throws Failure `practice-state-damaged` or `practice-state-unreadable`. */
  async load(): Promise<InstrumentState | null> {
    let text: string;
    try {
      text = await readTextCapped(this.path, MAX_BYTES);
    } catch (error) {
      if (error instanceof UnreadableFileError) throw damaged(this.path, error);
      if (error instanceof Error && 'code' in error && NOT_THERE.has(String(error.code))) return null;
      throw unreadable(this.path, error);
    }
    try {
      return InstrumentState.parse(JSON.parse(text));
    } catch (error) {
      throw damaged(this.path, error);
    }
  }

  /**
   * The state of an instrument that must be there, to be looked at only: a look asks for thirty facts at once, and they share one
   * reading. Whoever asks after a change gets what it left.
   */
  current(): Promise<InstrumentState> {
    return this.#shared();
  }

  #sharedReading(): () => Promise<InstrumentState> {
    return sharedWhileReading(() => this.#mustLoad());
  }

  async #mustLoad(): Promise<InstrumentState> {
    const state = await this.load();
    if (state === null) throw damaged(this.path, new Error('the file is gone'));
    return state;
  }

  async create(state: InstrumentState): Promise<void> {
    try {
      await mkdir(this.folder, { recursive: true });
      await writeFileAtomically(this.path, readableJson(state));
    } catch (error) {
      throw new Failure(
        {
          code: 'practice-state-unwritable',
          message: `The practice instrument could not be stored in ${this.folder}.`,
          next: 'Choose a folder you can write to with --data-dir.',
        },
        undefined,
        error,
      );
    }
  }

  /**
   * Changes the state and saves it, one change after the other. A refused change (`HostChangeError`) is saved too: a
   * service that was stopped and did not start again is stopped.
   */
  change<T>(edit: (state: InstrumentState) => T): Promise<T> {
    const result = this.#changes.then(async () => {
      const state = await this.#mustLoad();
      const outcome = attempt(edit, state);
      await writeFileAtomically(this.path, readableJson(state));
      this.#shared = this.#sharedReading();
      if ('refused' in outcome) throw outcome.refused;
      return outcome.value;
    });
    this.#changes = result.catch(() => undefined);
    return result;
  }
}

function attempt<T>(edit: (state: InstrumentState) => T, state: InstrumentState) {
  try {
    return { value: edit(state) };
  } catch (error) {
    if (error instanceof HostChangeError) return { refused: error };
    throw error;
  }
}

function damaged(path: string, cause: unknown): Failure {
  return new Failure(
    {
      code: 'practice-state-damaged',
      message: `The state file of the practice instrument cannot be used: ${path}`,
      next: 'Delete this file to start the practice instrument from the beginning, or choose another folder with --data-dir.',
    },
    undefined,
    cause,
  );
}

function unreadable(path: string, cause: unknown): Failure {
  return new Failure(
    {
      code: 'practice-state-unreadable',
      message: `The state file of the practice instrument cannot be read: ${path}`,
      next: 'Ask for the right to read this file, or choose another folder with --data-dir.',
    },
    undefined,
    cause,
  );
}
