import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { readTextCapped, writeFileAtomically } from '../host/atomic-file.ts';
import { processAccount } from '../host/process-account.ts';
import { EXIT, Failure } from '../model/failure.ts';
import { canonicalJson, Sha256 } from '../model/json.ts';
import { type PublicKey, parsePublicKey } from './keys.ts';
import { recordTrust, TrustedKind } from './trust-journal.ts';

const MAX_FILE_BYTES = 64 * 1024;
const READABLE_BY_ALL = 0o644;

const Enrolment = z.strictObject({
  schema: z.literal('ucs-trusted-key/2'),
  fingerprint: Sha256,
  label: z.string().max(200),
  addedAt: z.iso.datetime(),
  kind: TrustedKind,
});

/** As written before enrolments said what a key signs. */
const EnrolmentWithoutKind = Enrolment.omit({ kind: true }).extend({ schema: z.literal('ucs-trusted-key/1') });

/** One enrolled fingerprint, as its file `<fingerprint>.json` says. `label`: whose key it is, in the enroller's words. */
export const TrustedKey = z.discriminatedUnion('schema', [Enrolment, EnrolmentWithoutKind]);
export type TrustedKey = z.infer<typeof TrustedKey>;

/** The keys a folder trusts. What could not be understood is trusted for nothing and named in `problems`, one sentence each. */
export interface Trust {
  /** What each trusted fingerprint signs; null where nobody said: enrolled before that was asked, or laid there as a PEM file. */
  kinds: Map<string, TrustedKind | null>;
  /** Labels by fingerprint; a key that lies there as PEM file has its file name. */
  labels: Map<string, string>;
  /** Key material by fingerprint, where a PEM file brought it. */
  keys: Map<string, PublicKey>;
  problems: string[];
}

async function readSmallFile(path: string): Promise<string | null> {
  try {
    return (await stat(path)).isFile() ? await readTextCapped(path, MAX_FILE_BYTES) : null;
  } catch {
    return null;
  }
}

/** Whether a key is trusted for one use. Where nobody said what it signs it is trusted for each, as when it was enrolled. */
export function trustFor({ kinds }: Pick<Trust, 'kinds'>, fingerprint: string, kind: TrustedKind): TrustAnswer {
  const known = kinds.get(fingerprint);
  if (known === undefined) return 'unknown';
  return known === null || known === kind ? 'trusted' : 'other-use';
}

export type TrustAnswer = 'trusted' | 'other-use' | 'unknown';

function parseEnrolment(text: string): TrustedKey | null {
  try {
    return TrustedKey.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function addEnrolment(trust: Trust, name: string, text: string): void {
  const enrolled = parseEnrolment(text);
  if (enrolled === null) {
    trust.problems.push(`${name} is not an enrolled key that this version understands.`);
  } else if (name !== `${enrolled.fingerprint}.json`) {
    trust.problems.push(`${name} enrols another fingerprint than its name says.`);
  } else {
    trust.kinds.set(enrolled.fingerprint, kindOf(enrolled));
    trust.labels.set(enrolled.fingerprint, enrolled.label);
  }
}

function kindOf(enrolled: TrustedKey): TrustedKind | null {
  return enrolled.schema === 'ucs-trusted-key/2' ? enrolled.kind : null;
}

function addPublicKey(trust: Trust, name: string, text: string): void {
  const key = parsePublicKey(text);
  if (key === null) {
    trust.problems.push(`${name} is not a public Ed25519 key.`);
    return;
  }
  // What an enrolment says of the same key stays.
  if (!trust.kinds.has(key.fingerprint)) trust.kinds.set(key.fingerprint, null);
  trust.keys.set(key.fingerprint, key);
  if (!trust.labels.has(key.fingerprint)) trust.labels.set(key.fingerprint, name);
}

/**
 * Reads a folder of trusted keys: `<fingerprint>.json` files (see `TrustedKey`) and `*.pem` files with one public key each.
 * Other files are left alone. Never throws: a folder that cannot be read trusts nobody and says so.
 */
export async function readTrust(folder: string): Promise<Trust> {
  const trust: Trust = { kinds: new Map(), labels: new Map(), keys: new Map(), problems: [] };
  let names: string[];
  try {
    names = (await readdir(folder)).sort();
  } catch (cause) {
    const absent = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    trust.problems.push(`The folder of trusted keys ${folder} ${absent ? 'does not exist' : 'cannot be read'}.`);
    return trust;
  }
  for (const name of names) {
    const add = name.endsWith('.json') ? addEnrolment : name.endsWith('.pem') ? addPublicKey : null;
    if (add === null) continue;
    const text = await readSmallFile(join(folder, name));
    if (text === null) trust.problems.push(`${name} cannot be read or is too large.`);
    else add(trust, name, text);
  }
  return trust;
}

/**
 * Enrols a fingerprint (64 lower-case digits, see `parseFingerprint`) for what its key signs. The fingerprint must have come by
 * another way than what it is to prove. The enrolment is recorded first (see `recordTrust`): no key is trusted here without a
 * record of it. An enrolment that is already there stays as it is; one that does not say what the key signs is written anew
 * with that. Throws Failure `trust-other-use`, `trust-not-stored` or `trust-journal-altered`.
 */
export async function trustFingerprint(
  folder: string,
  fingerprint: string,
  { label, kind }: { label: string; kind: TrustedKind },
): Promise<'added' | 'kind-added' | 'already-trusted'> {
  const path = join(folder, `${Sha256.parse(fingerprint)}.json`);
  const text = await readSmallFile(path);
  const parsed = text === null ? null : parseEnrolment(text);
  const existing = parsed?.fingerprint === fingerprint ? parsed : null;
  const known = existing === null ? null : kindOf(existing);
  if (known === kind) return 'already-trusted';
  if (known !== null) throw otherUse(path, known);
  const enrolment: TrustedKey = {
    schema: 'ucs-trusted-key/2',
    fingerprint,
    label: existing?.label ?? label.slice(0, 200),
    addedAt: new Date().toISOString(),
    kind,
  };
  try {
    await mkdir(folder, { recursive: true, mode: 0o755 });
    const by = processAccount();
    await recordTrust(folder, { kind: 'key-trusted', fingerprint, label: enrolment.label, signs: kind, by });
    await writeFileAtomically(path, `${canonicalJson(enrolment)}\n`, READABLE_BY_ALL);
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw new Failure(
      {
        code: 'trust-not-stored',
        message: `The key could not be enrolled in ${folder}.`,
        next: 'Start the program as an administrator, or name a folder you can write to.',
      },
      EXIT.error,
      cause,
    );
  }
  return existing === null ? 'added' : 'kind-added';
}

function otherUse(path: string, known: TrustedKind): Failure {
  return new Failure(
    {
      code: 'trust-other-use',
      message: `This key is already enrolled here, for something else (${known}). One key signs one kind of thing.`,
      next: `Check the fingerprint. Only if the enrolment is wrong: remove ${path} and enrol the key again.`,
    },
    EXIT.wrongUse,
  );
}
