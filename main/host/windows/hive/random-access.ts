import type { FileHandle } from 'node:fs/promises';
import { malformed } from './hive-error.ts';

/** Bytes that can be read at any place. `read` is only called for places that lie within `size`. */
export interface RandomAccess {
  readonly size: number;
  read(at: number, length: number): Promise<Buffer>;
}

const PAGE = 64 * 1024;
/** 16 MiB at most stay in memory, however large the file is. */
const MAX_PAGES = 256;

/** A file read page by page, the pages used last kept in memory. Throws `HiveError` where the file is shorter than it said. */
export class PagedFile implements RandomAccess {
  readonly #pages = new Map<number, Buffer>();
  readonly #file: FileHandle;
  readonly size: number;

  constructor(file: FileHandle, size: number) {
    this.#file = file;
    this.size = size;
  }

  async read(at: number, length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let done = 0; done < length; ) {
      const place = at + done;
      const page = await this.#page(Math.floor(place / PAGE));
      const part = page.subarray(place % PAGE, (place % PAGE) + length - done);
      if (part.length === 0) throw malformed('The file ends before its own size says.');
      parts.push(part);
      done += part.length;
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  }

  async #page(number: number): Promise<Buffer> {
    const known = this.#pages.get(number);
    this.#pages.delete(number);
    const page = known ?? (await this.#load(number));
    this.#pages.set(number, page);
    const oldest = this.#pages.keys().next();
    if (this.#pages.size > MAX_PAGES && oldest.done !== true) this.#pages.delete(oldest.value);
    return page;
  }

  async #load(number: number): Promise<Buffer> {
    const wanted = Math.min(PAGE, this.size - number * PAGE);
    const { bytesRead, buffer } = await this.#file.read(Buffer.alloc(wanted), 0, wanted, number * PAGE);
    return buffer.subarray(0, bytesRead);
  }
}
