import { BASE_BLOCK_SIZE, type BaseBlock } from './base-block.ts';
import { HiveError, malformed } from './hive-error.ts';
import type { RandomAccess } from './random-access.ts';

/** More than one reading of a sound hive needs; below them no hostile hive can keep a reader busy for long. */
const MAX_CELLS = 400_000;
const MAX_BYTES = 256 * 1024 * 1024;

/** The beginning of a cell, and how many bytes the whole cell holds. */
export interface Cell {
  bytes: Buffer;
  length: number;
}

/** Reads the cells (pieces in use) of a hive: never outside the bins, and only so many of them. */
export class Cells {
  readonly #file: RandomAccess;
  readonly #binsLength: number;
  #cellsLeft = MAX_CELLS;
  #bytesLeft = MAX_BYTES;

  constructor(file: RandomAccess, { binsLength }: BaseBlock) {
    this.#file = file;
    this.#binsLength = binsLength;
  }

  /** The first `atMost` bytes of the cell at an offset. Throws `HiveError` where no cell in use can be. */
  async read(offset: number, atMost: number): Promise<Cell> {
    if (offset % 8 !== 0 || offset < 32 || offset + 8 > this.#binsLength) {
      throw malformed(`The hive points to offset ${offset}, where no cell can be.`);
    }
    this.#spend(8);
    const size = -(await this.#file.read(BASE_BLOCK_SIZE + offset, 4)).readInt32LE(0);
    if (size < 8 || offset + size > this.#binsLength) {
      throw malformed(`The cell at offset ${offset} is not in use or is larger than the hive.`);
    }
    const length = size - 4;
    const wanted = Math.min(length, atMost);
    this.#spend(wanted);
    return { bytes: await this.#file.read(BASE_BLOCK_SIZE + offset + 4, wanted), length };
  }

  #spend(bytes: number): void {
    this.#cellsLeft -= 1;
    this.#bytesLeft -= bytes;
    if (this.#cellsLeft < 0 || this.#bytesLeft < 0) {
      throw new HiveError('too-large', 'The hive holds more than a reading looks at.');
    }
  }
}
