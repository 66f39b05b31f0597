import { sign, verify } from 'node:crypto';
import type { z } from 'zod';
import { type PublicKey, printFingerprint, type SigningKey } from '../catalogue/keys.ts';
import { dsseEnvelope, preAuthEncoding } from '../model/dsse.ts';
import { EXIT, Failure } from '../model/failure.ts';
import { canonicalJson } from '../model/json.ts';
import type { ReceiptStatement } from '../model/receipt.ts';
import { parseStatement } from './statement.ts';

export const PAYLOAD_TYPE = 'application/vnd.in-toto+json';
export const MAX_ENVELOPE_BYTES = 4 * 1024 * 1024;

const Envelope = dsseEnvelope(PAYLOAD_TYPE);
type Envelope = z.infer<typeof Envelope>;

/** An envelope that is well formed; nothing in it is proven yet. */
export interface SealedEnvelope {
  payload: Buffer;
  /** Fingerprint of the key it says it was signed with. */
  keyid: string;
  signature: Buffer;
}

/** One field a line, so that `sed` is enough to take it apart. */
export function layOutEnvelope(envelope: Envelope): string {
  return `${JSON.stringify(envelope, ['payloadType', 'payload', 'signatures', 'keyid', 'sig'], 2)}\n`;
}

/**
 * Signs a statement and returns the text of its envelope file. The same statement and key give the same text.
 * Throws TypeError when a practice key would sign for a real instrument or the other way round, and Failure
 * `receipt-too-large` above 4 MiB.
 */
export function sealStatement(statement: ReceiptStatement, key: SigningKey): string {
  if (key.kind !== (statement.predicate.practice ? 'practice' : 'instrument')) {
    throw new TypeError(`a ${key.kind} key does not sign this receipt (practice: ${statement.predicate.practice})`);
  }
  const payload = Buffer.from(canonicalJson(statement));
  const text = layOutEnvelope({
    payloadType: PAYLOAD_TYPE,
    payload: payload.toString('base64'),
    signatures: [
      {
        keyid: key.publicKey.fingerprint,
        sig: sign(null, preAuthEncoding(PAYLOAD_TYPE, payload), key.privateKey).toString('base64'),
      },
    ],
  });
  if (text.length > MAX_ENVELOPE_BYTES) {
    throw new Failure({
      code: 'receipt-too-large',
      message: 'The receipt became too large to be issued.',
      next: 'Keep the data folder of the program and ask for help: the journal in it holds what the receipt would say.',
    });
  }
  return text;
}

function malformed(because: string): Failure {
  return new Failure(
    {
      code: 'receipt-malformed',
      message: `This file is not a receipt of this program: ${because}.`,
      next: 'Get the .receipt.json file again from where it was issued, and copy it without opening or converting it.',
    },
    EXIT.receiptRefused,
  );
}

/**
 * Takes an envelope file apart. The file must be exactly the text that `sealStatement` writes: any freedom in its form (a key
 * twice, other white space) could let two readers see two receipts in one file. Throws Failure `receipt-malformed` (exit 17).
 */
export function readEnvelope(text: string): SealedEnvelope {
  if (text.length > MAX_ENVELOPE_BYTES) throw malformed('it is too large');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed('it is damaged or of another kind');
  }
  const parsed = Envelope.safeParse(value);
  if (!parsed.success) throw malformed('it is not a signed envelope with one signature');
  if (layOutEnvelope(parsed.data) !== text) throw malformed('its text was rearranged');
  const [signature] = parsed.data.signatures;
  return {
    payload: Buffer.from(parsed.data.payload, 'base64'),
    keyid: signature.keyid,
    signature: Buffer.from(signature.sig, 'base64'),
  };
}

/**
 * The statement in an envelope, after its signature was proven with the given key; whether that key deserves trust is the
 * caller's question. Throws Failure (exit 17) `key-unknown` when another key signed, `receipt-altered` when content and
 * signature do not fit, `receipt-malformed` when what was signed is no receipt.
 */
export function openEnvelope(sealed: SealedEnvelope, key: PublicKey): ReceiptStatement {
  if (sealed.keyid !== key.fingerprint) {
    throw new Failure(
      {
        code: 'key-unknown',
        message: `This receipt names another key (${printFingerprint(sealed.keyid)}) than the one it is checked with.`,
        next: 'Ask the issuer, by another way than this file, for the fingerprint of the key of this instrument.',
      },
      EXIT.receiptRefused,
    );
  }
  if (!verify(null, preAuthEncoding(PAYLOAD_TYPE, sealed.payload), key.key, sealed.signature)) {
    throw new Failure(
      {
        code: 'receipt-altered',
        message: 'This receipt was altered after it was signed, or was not signed with the key it names.',
        next: 'Do not rely on it. Get the receipt again from where it was issued and report what you found.',
      },
      EXIT.receiptRefused,
    );
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(sealed.payload);
  } catch {
    throw malformed('what was signed is not text');
  }
  const statement = parseStatement(text);
  if (statement === null) throw malformed('what was signed is not a receipt that this version understands');
  return statement;
}
