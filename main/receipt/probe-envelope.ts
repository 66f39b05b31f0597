import { sign, verify } from 'node:crypto';
import { type PublicKey, printFingerprint, type SigningKey } from '../catalogue/keys.ts';
import { preAuthEncoding } from '../model/dsse.ts';
import { EXIT, Failure } from '../model/failure.ts';
import { canonicalJson, digestOf } from '../model/json.ts';
import { PROBE_TYPE, type ProbeContent, ProbeStatement } from '../model/probe.ts';
import { STATEMENT_TYPE } from '../model/receipt.ts';
import { layOutEnvelope, PAYLOAD_TYPE, readEnvelope, type SealedEnvelope } from './envelope.ts';

/** The statement of a probe: a pure function of its content. Throws ZodError when the content contradicts itself. */
export function makeProbeStatement(content: ProbeContent): ProbeStatement {
  const { receipt, host, ports } = content;
  return ProbeStatement.parse({
    _type: STATEMENT_TYPE,
    subject: [
      receipt === null
        ? { name: `probe-target:${host}`, digest: { sha256: digestOf({ host, ports }) } }
        : { name: `receipt:${receipt.id}`, digest: { sha256: receipt.sha256 } },
    ],
    predicateType: PROBE_TYPE,
    predicate: content,
  });
}

/** Signs a probe and returns the text of its envelope file. Throws TypeError for a key that was made for something else. */
export function sealProbe(content: ProbeContent, key: SigningKey): string {
  if (key.kind !== 'probe') throw new TypeError(`a ${key.kind} key does not sign a probe`);
  const payload = Buffer.from(canonicalJson(makeProbeStatement(content)));
  return layOutEnvelope({
    payloadType: PAYLOAD_TYPE,
    payload: payload.toString('base64'),
    signatures: [
      {
        keyid: key.publicKey.fingerprint,
        sig: sign(null, preAuthEncoding(PAYLOAD_TYPE, payload), key.privateKey).toString('base64'),
      },
    ],
  });
}

function refuse(code: 'probe-malformed' | 'probe-altered' | 'probe-key-unknown', message: string): Failure {
  return new Failure(
    { code, message, next: 'Get the probe again from who made it, or probe again from a second machine.' },
    EXIT.receiptRefused,
  );
}

/** Takes the text of a probe file apart; nothing in it is proven yet. Throws Failure `probe-malformed` (exit 17). */
export function readProbeEnvelope(text: string): SealedEnvelope {
  try {
    return readEnvelope(text);
  } catch (cause) {
    if (cause instanceof Failure) throw refuse('probe-malformed', 'This file is not a signed probe of this program.');
    throw cause;
  }
}

/**
 * The probe in an envelope, after its signature was proven with the given key. It must be, byte for byte, what this program
 * writes. Throws Failure (exit 17) `probe-key-unknown`, `probe-altered`, `probe-malformed`.
 */
export function openProbe(sealed: SealedEnvelope, key: PublicKey): ProbeContent {
  if (sealed.keyid !== key.fingerprint) {
    throw refuse('probe-key-unknown', `This probe names another key (${printFingerprint(sealed.keyid)}).`);
  }
  if (!verify(null, preAuthEncoding(PAYLOAD_TYPE, sealed.payload), key.key, sealed.signature)) {
    throw refuse('probe-altered', 'This probe was altered after it was signed, or not signed with the key it names.');
  }
  const content = parseProbe(sealed.payload);
  if (content === null) throw refuse('probe-malformed', 'What was signed is no probe that this version understands.');
  return content;
}

function parseProbe(payload: Buffer): ProbeContent | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload);
    const parsed = ProbeStatement.safeParse(JSON.parse(text));
    if (!parsed.success) return null;
    return canonicalJson(makeProbeStatement(parsed.data.predicate)) === text ? parsed.data.predicate : null;
  } catch {
    return null;
  }
}
