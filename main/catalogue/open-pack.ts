import { verify } from 'node:crypto';
import { dsseEnvelope, preAuthEncoding } from '../model/dsse.ts';
import { sha256 } from '../model/json.ts';
import { MAX_PACK_BYTES, type PackFile, type PackStamp } from '../model/pack-stamp.ts';
import { type PublicKey, parsePublicKey, printFingerprint } from './keys.ts';
import type { PackCounter } from './pack-counters.ts';
import { refusePack } from './pack-refusal.ts';
import { practicePackKey } from './practice-pack-key.ts';
import { PACK_PAYLOAD_TYPE, SitePack } from './site-pack.ts';
import { type Trust, trustFor } from './trusted-keys.ts';

/** A site pack whose signature, key, expiry and counter hold. */
export interface TrustedPack {
  readonly stamp: PackStamp;
  readonly content: SitePack;
}

/** What a pack is held against. */
export interface PackChecks {
  trust: Pick<Trust, 'kinds' | 'keys'>;
  /** Whether it is for a practice instrument. */
  practice: boolean;
  now: Date;
  /** The highest counter seen here of the pack with this id; null where there was none, or where it plays no part. */
  highestSeen(packId: string): Promise<PackCounter | null>;
}

const Envelope = dsseEnvelope(PACK_PAYLOAD_TYPE);

const ASK_ANEW = 'Get the pack again from its issuer, and copy it without opening it in another program.';

/** An envelope that is well formed; nothing in it is proven yet. */
interface SealedPack {
  payload: Buffer;
  keyid: string;
  signature: Buffer;
}

/**
 * Opens a site pack. Only what a trusted key signed is believed, and nothing in it is used before all checks have passed.
 * Throws Failure (exit 18): `pack-malformed`, `pack-unsigned`, `pack-practice-key`, `pack-key-unknown`, `pack-key-other-use`, `pack-key-missing`,
 * `pack-altered`, `pack-not-yet-valid`, `pack-expired`, `pack-older`.
 */
export async function openPack(file: PackFile, checks: PackChecks): Promise<TrustedPack> {
  const sealed = readEnvelope(file.envelope);
  const key = keyFor(sealed.keyid, file, checks);
  if (!verify(null, preAuthEncoding(PACK_PAYLOAD_TYPE, sealed.payload), key.key, sealed.signature)) {
    throw refusePack(
      'pack-altered',
      'This site pack was altered after it was signed, or was not signed with the key it names.',
      `Do not use it, and tell its issuer. ${ASK_ANEW}`,
    );
  }
  const content = readContent(sealed.payload);
  const stamp = stampOf(content, sealed);
  refusePracticeMixUp(content, key, checks.practice);
  refuseOutsideItsTime(content, checks.now);
  refuseOlder(stamp, await checks.highestSeen(content.packId));
  return { stamp, content };
}

/** White space may stand anywhere in an envelope; beyond that it has one form, so that two readers see the same pack. */
function readEnvelope(text: string): SealedPack {
  if (Buffer.byteLength(text) > MAX_PACK_BYTES) throw malformed('it is too large');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed('it is not JSON');
  }
  if (carriesNoSignature(value)) {
    throw refusePack(
      'pack-unsigned',
      'This site pack carries no signature.',
      'Ask its issuer for the signed pack, or leave it out with --no-pack.',
    );
  }
  const parsed = Envelope.safeParse(value);
  if (!parsed.success) throw malformed('it is not a signed envelope of a site pack with one signature');
  if (text.replace(/[ \t\r\n]+/g, '') !== JSON.stringify(value)) throw malformed('a part of it stands there twice');
  const [{ keyid, sig }] = parsed.data.signatures;
  return {
    payload: Buffer.from(parsed.data.payload, 'base64'),
    keyid,
    signature: Buffer.from(sig, 'base64'),
  };
}

/** The content of a pack without an envelope, or an envelope nobody has signed. */
function carriesNoSignature(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (!('signatures' in value)) return 'packId' in value || 'payload' in value;
  return Array.isArray(value.signatures) && value.signatures.length === 0;
}

function keyFor(keyid: string, { publicKey }: PackFile, { trust, practice }: PackChecks): PublicKey {
  if (keyid === practicePackKey().fingerprint) {
    if (practice) return practicePackKey();
    throw notForRealInstruments('This site pack is signed with the practice key, whose private half is public.');
  }
  const answer = trustFor(trust, keyid, 'pack');
  if (answer === 'other-use') {
    throw refusePack(
      'pack-key-other-use',
      `This site pack names a key that is trusted here, but not for site packs: ${printFingerprint(keyid)}.`,
      'Do not use it, and ask its issuer by another way than this file which key signs its packs.',
    );
  }
  if (answer === 'unknown') {
    throw refusePack(
      'pack-key-unknown',
      `This site pack names a key that is not trusted here: ${printFingerprint(keyid)}.`,
      'Ask its issuer for the fingerprint by another way than this file, then: ucs-remedy key trust FINGERPRINT --kind pack.',
    );
  }
  const key = trust.keys.get(keyid) ?? (publicKey === null ? null : parsePublicKey(publicKey));
  if (key?.fingerprint === keyid) return key;
  throw refusePack(
    'pack-key-missing',
    `The key ${printFingerprint(keyid)} is trusted here, but its key file is not beside the pack, or is another key.`,
    'Put the key file of the issuer beside the pack: NAME.pub.pem for NAME.pack.json.',
  );
}

function readContent(payload: Buffer): SitePack {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload));
  } catch {
    throw malformed('what was signed is not JSON');
  }
  const parsed = SitePack.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? 'its form' : issue.path.join('.');
  throw malformed(`this version does not understand ${place} (${issue?.message ?? 'unknown reason'})`);
}

function stampOf({ packId, counter, issuer, expiresAt }: SitePack, { keyid, payload }: SealedPack): PackStamp {
  return { packId, counter, issuer, expiresAt, fingerprint: keyid, digest: sha256(payload) };
}

function refusePracticeMixUp(content: SitePack, key: PublicKey, practice: boolean): void {
  if (content.practice && !practice) {
    throw notForRealInstruments('This site pack says that it is for practice instruments.');
  }
  if (!content.practice && key.fingerprint === practicePackKey().fingerprint) {
    throw refusePack(
      'pack-practice-key',
      'This site pack is signed with the practice key but does not say that it is for practice.',
      'Set "practice" to true in it and sign it again, or use a key of your own.',
    );
  }
}

function notForRealInstruments(why: string): Error {
  return refusePack(
    'pack-practice-key',
    `${why} A real instrument never takes it.`,
    'Ask for a pack signed with a key you trust, or leave it out with --no-pack.',
  );
}

function refuseOutsideItsTime({ issuedAt, expiresAt }: SitePack, now: Date): void {
  if (now.getTime() >= Date.parse(expiresAt)) {
    throw refusePack(
      'pack-expired',
      `This site pack expired on ${expiresAt}.`,
      'Ask its issuer for a newer one, and check the clock of this machine.',
    );
  }
  if (now.getTime() < Date.parse(issuedAt)) {
    throw refusePack(
      'pack-not-yet-valid',
      `This site pack is valid from ${issuedAt} only; the clock of this machine says ${now.toISOString()}.`,
      'Check the clock of this machine.',
    );
  }
}

function refuseOlder(stamp: PackStamp, highest: PackCounter | null): void {
  if (highest === null || stamp.counter > highest.counter) return;
  if (stamp.counter < highest.counter) {
    throw refusePack(
      'pack-older',
      `This is number ${stamp.counter} of the site pack "${stamp.packId}"; number ${highest.counter} was used here before.`,
      'Use the newest pack of this issuer.',
    );
  }
  if (stamp.digest !== highest.digest) {
    throw refusePack(
      'pack-older',
      `Another site pack "${stamp.packId}" with the same number ${stamp.counter} was used here before.`,
      'Ask its issuer which of the two counts; a changed pack needs a higher number.',
    );
  }
}

function malformed(because: string): Error {
  return refusePack('pack-malformed', `This file is not a site pack that can be used: ${because}.`, ASK_ANEW);
}
