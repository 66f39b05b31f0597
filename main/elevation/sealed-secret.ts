import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import * as z from 'zod';
import { Secret } from '../host/secret.ts';

const Base64 = z.base64();

/** A shorter tag would be easier to forge, and Node takes one unless told not to. */
const TAG_BYTES = 16;

/** A password only the holder of one X25519 key can read; bound to the question it answers. */
export const SealedSecret = z.strictObject({
  /** Public half of the key made for this one secret (SPKI DER). */
  ephemeralKey: Base64,
  iv: Base64,
  ciphertext: Base64,
  tag: Base64,
});
export type SealedSecret = z.infer<typeof SealedSecret>;

/** The helper's side: a key pair that lives as long as the process. */
export interface SecretOpener {
  /** SPKI DER, Base64: goes out with the helper's first message. */
  readonly publicKey: string;
  /** Throws when the secret was sealed for another key or another question. */
  open(sealed: SealedSecret, question: string): Secret;
}

function cipherKey(ours: KeyObject, theirs: KeyObject, salt: Buffer): Buffer {
  const shared = diffieHellman({ privateKey: ours, publicKey: theirs });
  return Buffer.from(hkdfSync('sha256', shared, salt, 'ucs-remediation-wizard secret v1', 32));
}

function importPublicKey(base64: string): KeyObject {
  return createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
}

export function createSecretOpener(): SecretOpener {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    open(sealed, question) {
      const salt = Buffer.from(sealed.ephemeralKey, 'base64');
      const key = cipherKey(privateKey, importPublicKey(sealed.ephemeralKey), salt);
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.iv, 'base64'), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(question));
      decipher.setAuthTag(Buffer.from(sealed.tag, 'base64'));
      const text = Buffer.concat([decipher.update(Buffer.from(sealed.ciphertext, 'base64')), decipher.final()]);
      return new Secret(text.toString('utf8'));
    },
  };
}

/** Seals a secret to the helper's key, for one question (its id), so that it cannot be used to answer another. */
export function sealSecret(secret: Secret, helperKey: string, question: string): SealedSecret {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const ephemeral = publicKey.export({ format: 'der', type: 'spki' });
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', cipherKey(privateKey, importPublicKey(helperKey), ephemeral), iv);
  cipher.setAAD(Buffer.from(question));
  const ciphertext = Buffer.concat([cipher.update(secret.reveal(), 'utf8'), cipher.final()]);
  return {
    ephemeralKey: ephemeral.toString('base64'),
    iv: iv.toString('base64'),
    ciphertext: ciphertext.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
  };
}
