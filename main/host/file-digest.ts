import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { type Fact, read, unavailable } from '../model/fact.ts';
import { missFrom } from './confined-tree.ts';
import type { FileDigest } from './host.ts';

const MAX_BYTES = 256 * 1024 * 1024;

/** Size and SHA-256 of an ordinary file of at most 256 MiB; a link is not followed. */
export async function readFileDigest(path: string): Promise<Fact<FileDigest>> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      if (!(await file.stat()).isFile()) return unavailable('malformed', 'This is not an ordinary file.', path);
      const hash = createHash('sha256');
      let size = 0;
      for await (const chunk of file.createReadStream({ autoClose: false })) {
        size += chunk.length;
        if (size > MAX_BYTES) return unavailable('too-large', `It is larger than ${MAX_BYTES} bytes.`, path);
        hash.update(chunk);
      }
      return read({ size, sha256: hash.digest('hex') }, path);
    } finally {
      await file.close();
    }
  } catch (error) {
    const miss = missFrom(error, path);
    return unavailable(miss.cause, miss.detail, path);
  }
}
