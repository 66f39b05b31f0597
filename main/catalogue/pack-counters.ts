import { join } from 'node:path';
import * as z from 'zod';
import { readTextCapped, writeFileAtomically } from '../host/atomic-file.ts';
import { canonicalJson, Sha256, sha256 } from '../model/json.ts';
import type { PackStamp } from '../model/pack-stamp.ts';
import { refusePack } from './pack-refusal.ts';

const MAX_BYTES = 4 * 1024;
const READABLE_BY_ALL = 0o644;

/** The highest counter of a pack that was used on this machine, and which pack that was. */
export const PackCounter = z.strictObject({
  schema: z.literal('ucs-pack-counter/1'),
  packId: z.string(),
  counter: z.number().int().positive(),
  /** SHA-256 of the signed bytes. */
  digest: Sha256,
});
export type PackCounter = z.infer<typeof PackCounter>;

/** A pack's id comes from outside; its digest is a file name everywhere. */
function counterPath(folder: string, packId: string): string {
  return join(folder, `${sha256(packId)}.json`);
}

/**
 * The highest counter seen of a pack; null where it was never used here. A record that cannot be read is no "never": then
 * any old pack could come back. Throws Failure `pack-counter-unusable` (exit 18).
 */
export async function readPackCounter(folder: string, packId: string): Promise<PackCounter | null> {
  const path = counterPath(folder, packId);
  try {
    const record = PackCounter.parse(JSON.parse(await readTextCapped(path, MAX_BYTES)));
    if (record.packId !== packId) throw new TypeError('the record is about another pack');
    return record;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw refusePack(
      'pack-counter-unusable',
      `Which site packs were used here before cannot be read (${path}), so an older one could not be told.`,
      'Keep the file and ask for help, or leave the pack out with --no-pack.',
      cause,
    );
  }
}

/** Remembers a pack that is used. Only the helper does so. Throws Failure `pack-counter-unusable` (exit 18). */
export async function rememberPackCounter(folder: string, { packId, counter, digest }: PackStamp): Promise<void> {
  const highest = await readPackCounter(folder, packId);
  if (highest !== null && highest.counter >= counter) return;
  const record: PackCounter = { schema: 'ucs-pack-counter/1', packId, counter, digest };
  try {
    await writeFileAtomically(counterPath(folder, packId), `${canonicalJson(record)}\n`, READABLE_BY_ALL);
  } catch (cause) {
    throw refusePack(
      'pack-counter-unusable',
      `That this site pack is used could not be recorded in ${folder}.`,
      'Make room on the disk and check the rights of the folder, then try again.',
      cause,
    );
  }
}
