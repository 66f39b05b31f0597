import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import * as z from 'zod';

/** Any value JSON can carry: what may be journalled, digested or sent to another process. */
export type Json = z.infer<ReturnType<typeof z.json>>;

/**
 * Canonical JSON (RFC 8785): one value, one text, so that a digest means the same on every machine.
 * Properties that are `undefined` are left out. Throws on what JSON cannot carry (a function, NaN).
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('this value cannot be written as JSON');
  return text;
}

/** SHA-256 of a text (as UTF-8) or of bytes, in lower-case hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** SHA-256 over the canonical JSON of a value, in lower-case hexadecimal. */
export function digestOf(value: unknown): string {
  return sha256(canonicalJson(value));
}

/** A SHA-256 digest as it is printed everywhere: 64 lower-case hexadecimal digits. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
