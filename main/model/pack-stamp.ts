import * as z from 'zod';
import { Sha256 } from './json.ts';

/** Largest envelope of a site pack, in bytes. */
export const MAX_PACK_BYTES = 1024 * 1024;

/** Largest public key file, in bytes. */
export const MAX_KEY_BYTES = 16 * 1024;

/** A site pack as it travels: text of its envelope and of the key file beside it. Nothing in it is proven yet. */
export const PackFile = z.strictObject({
  envelope: z.string().max(MAX_PACK_BYTES),
  /** SPKI PEM; null where no key file lies beside the pack. */
  publicKey: z.string().max(MAX_KEY_BYTES).nullable(),
});
export type PackFile = z.infer<typeof PackFile>;

/** Which site pack was used: after its signature, key, expiry and counter were checked. */
export const PackStamp = z.strictObject({
  packId: z.string(),
  counter: z.number().int().positive(),
  /** Who made it, in the pack's own words. */
  issuer: z.string(),
  /** Fingerprint of the key it is signed with. */
  fingerprint: Sha256,
  /** SHA-256 of the signed bytes. */
  digest: Sha256,
  expiresAt: z.iso.datetime(),
});
export type PackStamp = z.infer<typeof PackStamp>;

/** A pack as sentences name it: which one, and who signed it. */
export function packName({ packId, counter, issuer, fingerprint }: PackStamp): string {
  return `site pack "${packId}" no. ${counter}, signed by ${issuer} (key sha256:${fingerprint.slice(0, 16)}...)`;
}
