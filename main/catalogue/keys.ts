import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { link, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT, Failure } from '../model/failure.ts';
import { sha256 } from '../model/json.ts';

/**
 * What a key of this machine signs for. Practice has a key of its own, so that enrolling it never means a real machine; so has
 * looking from outside (`probe`), which says nothing about the inside of the machine that looks.
 */
export type KeyKind = 'practice' | 'instrument' | 'probe';

/** A public Ed25519 key. `fingerprint`: SHA-256 of its SPKI DER form, 64 lower-case hexadecimal digits. */
export interface PublicKey {
  readonly fingerprint: string;
  readonly key: KeyObject;
  /** SPKI PEM. */
  readonly pem: string;
}

/** A signing key of this machine. The private part stays in its file and in this process. */
export interface SigningKey {
  readonly kind: KeyKind;
  readonly privateKey: KeyObject;
  readonly publicKey: PublicKey;
}

const MAX_KEY_BYTES = 16 * 1024;
const OPEN_TO_OTHERS = 0o077;

function publicKeyOf(key: KeyObject): PublicKey {
  const der = key.export({ type: 'spki', format: 'der' });
  return { fingerprint: sha256(der), key, pem: key.export({ type: 'spki', format: 'pem' }).toString() };
}

/** Reads one public Ed25519 key in SPKI PEM form. Null for anything else: private keys, other kinds, several keys, rubbish. */
export function parsePublicKey(pem: string): PublicKey | null {
  try {
    const key = createPublicKey({ key: pem, format: 'pem', type: 'spki' });
    if (key.asymmetricKeyType !== 'ed25519') return null;
    const parsed = publicKeyOf(key);
    // Node also accepts a private key here, and text before and after the block.
    return parsed.pem.trim() === pem.replaceAll('\r\n', '\n').trim() ? parsed : null;
  } catch {
    return null;
  }
}

/** A fingerprint as people see it: `sha256:<64 hexadecimal digits>`. */
export function printFingerprint(fingerprint: string): string {
  return `sha256:${fingerprint}`;
}

/**
 * Reads a fingerprint a person typed or pasted: with or without `sha256:`, upper or lower case, with or without colons
 * between the pairs. Returns 64 lower-case digits. Throws Failure `fingerprint-malformed` (exit 2).
 */
export function parseFingerprint(text: string): string {
  const digits = text
    .trim()
    .toLowerCase()
    .replace(/^sha256:/, '');
  if (/^[0-9a-f]{64}$/.test(digits)) return digits;
  if (/^[0-9a-f]{2}(:[0-9a-f]{2}){31}$/.test(digits)) return digits.replaceAll(':', '');
  throw new Failure(
    {
      code: 'fingerprint-malformed',
      message: 'This is not a key fingerprint: 64 hexadecimal digits are expected.',
      next: 'Copy the fingerprint from "ucs-remedy key show" on the instrument, or from the receipt page.',
    },
    EXIT.wrongUse,
  );
}

function damaged(path: string, because: string, cause?: unknown): Failure {
  return new Failure(
    {
      code: 'signing-key-unusable',
      message: `The signing key ${path} cannot be used: ${because}.`,
      next: 'Restore it from a backup. Or move it away: a new key is made then, and its fingerprint must be enrolled again.',
    },
    EXIT.error,
    cause,
  );
}

/** The key in a file, or null when there is no file. A damaged key is never replaced: its fingerprint may be enrolled. */
async function loadSigningKey(path: string, kind: KeyKind): Promise<SigningKey | null> {
  let pem: string;
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const about = await file.stat();
      if (!about.isFile() || about.size > MAX_KEY_BYTES) throw damaged(path, 'it is not a key file');
      if (process.platform !== 'win32' && (about.mode & OPEN_TO_OTHERS) !== 0) {
        throw damaged(path, 'other users can read or change it');
      }
      // A link to a file of somebody else, who then knows the key. Practice may be tried out as root in a user's folder.
      if (kind !== 'practice' && process.platform !== 'win32' && about.uid !== process.geteuid?.()) {
        throw damaged(path, 'it belongs to another user');
      }
      pem = await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw damaged(path, 'it cannot be read', cause);
  }
  try {
    const privateKey = createPrivateKey({ key: pem, format: 'pem', type: 'pkcs8' });
    if (privateKey.asymmetricKeyType !== 'ed25519') throw damaged(path, 'it is of another kind');
    return { kind, privateKey, publicKey: publicKeyOf(createPublicKey(privateKey)) };
  } catch (cause) {
    throw cause instanceof Failure ? cause : damaged(path, 'it is damaged', cause);
  }
}

/** Makes a key and puts it in place only if no key is there yet; the file appears complete or not at all. */
async function createSigningKey(folder: string, path: string): Promise<void> {
  const draft = join(folder, `.new-key-${randomBytes(8).toString('hex')}`);
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(pem);
      await file.sync();
    } finally {
      await file.close();
    }
    // Unlike a rename, a link never replaces the key another process put here a moment ago.
    await link(draft, path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw new Failure(
      {
        code: 'signing-key-not-created',
        message: `No signing key could be made in ${folder}.`,
        next: 'Use a data folder you can write to, on a disk of this machine (not a FAT-formatted stick).',
      },
      EXIT.error,
      cause,
    );
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * The signing key of this machine for one kind, made at first use. `folder` is the `keys` place of the data folder. Two
 * processes that start at once get the same key.
 * Throws Failure `signing-key-unusable` (damaged, a link, readable by others) or `signing-key-not-created`.
 */
export async function loadOrCreateSigningKey(folder: string, kind: KeyKind): Promise<SigningKey> {
  const path = join(folder, `${kind}-signing-key.pem`);
  const existing = await loadSigningKey(path, kind);
  if (existing !== null) return existing;
  await createSigningKey(folder, path);
  const made = await loadSigningKey(path, kind);
  if (made === null) throw damaged(path, 'it disappeared while it was being made');
  return made;
}
