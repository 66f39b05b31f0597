import { basename, dirname, join } from 'node:path';
import { readTextCapped, UnreadableFileError } from '../host/atomic-file.ts';
import { MAX_KEY_BYTES, MAX_PACK_BYTES, type PackFile } from '../model/pack-stamp.ts';
import { refusePack } from './pack-refusal.ts';

/** Reads a pack and the key file beside it; proves nothing. Throws Failure `pack-unreadable`, `pack-malformed` (exit 18). */
export async function readPackFile(path: string): Promise<PackFile> {
  return { envelope: await readEnvelopeText(path), publicKey: await readKeyBeside(path) };
}

async function readEnvelopeText(path: string): Promise<string> {
  try {
    return await readTextCapped(path, MAX_PACK_BYTES);
  } catch (cause) {
    if (cause instanceof UnreadableFileError && cause.reason !== 'not-a-file') {
      throw refusePack(
        'pack-malformed',
        `The file ${path} is not a site pack: it is ${cause.reason === 'too-large' ? 'too large' : 'not text'}.`,
        'Check the path: the file whose name ends in .pack.json is needed.',
        cause,
      );
    }
    throw refusePack(
      'pack-unreadable',
      `The site pack ${path} cannot be read.`,
      'Check the path, plug the drive in again, or leave the pack out with --no-pack.',
      cause,
    );
  }
}

/** Serves only where its fingerprint is the enrolled one, so a wrong one can be left out in silence. */
async function readKeyBeside(path: string): Promise<string | null> {
  const base = basename(path).replace(/(\.pack)?\.json$/i, '');
  try {
    return await readTextCapped(join(dirname(path), `${base}.pub.pem`), MAX_KEY_BYTES);
  } catch {
    return null;
  }
}
