import * as z from 'zod';
import { Sha256 } from './json.ts';

/** Only the one spelling that encoding gives: base64 has several texts for the same bytes. */
export const CanonicalBase64 = z
  .base64()
  .refine((text) => Buffer.from(text, 'base64').toString('base64') === text, 'not the one spelling of these bytes');

/** Schema of a DSSE envelope with exactly one signature. `keyid` is the fingerprint of the signing key. */
export function dsseEnvelope<Type extends string>(payloadType: Type) {
  return z.strictObject({
    payloadType: z.literal(payloadType),
    payload: CanonicalBase64,
    signatures: z.tuple([z.strictObject({ keyid: Sha256, sig: CanonicalBase64 })]),
  });
}

/** DSSE pre-authentication encoding: the bytes that are signed. Lengths in front keep type and payload apart. */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Buffer {
  const header = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `;
  return Buffer.concat([Buffer.from(header), payload]);
}
