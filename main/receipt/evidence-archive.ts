import { sign } from 'node:crypto';
import { type PublicKey, printFingerprint, type SigningKey } from '../catalogue/keys.ts';
import type { CatalogueStamp } from '../model/assessment.ts';
import { preAuthEncoding } from '../model/dsse.ts';
import { canonicalJson, sha256 } from '../model/json.ts';
import type { ProgramStamp } from '../model/plan.ts';
import type { NetworkAdvice, SignFinding } from '../model/sign-finding.ts';
import type { EvidenceFile } from './evidence-facts.ts';
import { type ArchiveMember, writeUstar } from './ustar.ts';

export const EVIDENCE_PAYLOAD_TYPE = 'application/vnd.ucs-remediation-wizard.evidence+json';

/** What goes into an archive of evidence. */
export interface Evidence {
  practice: boolean;
  /** When the machine was looked at, by its own clock (ISO). */
  takenAt: string;
  machineId: string | null;
  program: ProgramStamp;
  catalogue: CatalogueStamp;
  facts: object;
  signs: readonly SignFinding[];
  exposure: readonly NetworkAdvice[];
  files: readonly EvidenceFile[];
}

/** A member as the signed list names it. */
export interface ListedMember {
  name: string;
  /** In bytes. */
  size: number;
  sha256: string;
}

/**
 * Makes the archive: a tar of readable files, a list of their digests for `sha256sum -c`, and that list again, signed (DSSE).
 * Throws TypeError when a practice key would sign for a real instrument or the other way round.
 */
export function evidenceArchive(evidence: Evidence, key: SigningKey): { archive: Buffer; members: ListedMember[] } {
  if (evidence.practice !== (key.kind === 'practice')) {
    throw new TypeError(`a ${key.kind} key does not sign this evidence (practice: ${evidence.practice})`);
  }
  const { practice, takenAt, machineId, program, catalogue } = evidence;
  const content = [
    text('README.txt', readme(evidence, key.publicKey)),
    json('facts.json', evidence.facts),
    json('findings.json', { signs: evidence.signs, exposure: evidence.exposure }),
    json('files.json', evidence.files),
  ];
  const sums = text('SHA256SUMS', content.map(({ name, content: bytes }) => `${sha256(bytes)}  ${name}\n`).join(''));
  const signed = [...content, sums];
  const members = signed.map(({ name, content: bytes }) => ({ name, size: bytes.length, sha256: sha256(bytes) }));
  const list = { schema: 'ucs-evidence/1', practice, takenAt, machineId, program, catalogue, members };
  const unsigned = [text('manifest.dsse.json', sealed(list, key)), text('key.pub.pem', key.publicKey.pem)];
  return { archive: writeUstar([...signed, ...unsigned], new Date(takenAt)), members };
}

function text(name: string, content: string): ArchiveMember {
  return { name, content: Buffer.from(content) };
}

function json(name: string, value: unknown): ArchiveMember {
  return text(name, `${JSON.stringify(value, null, 2)}\n`);
}

/** The envelope, one field a line, so that `sed` is enough to take it apart. */
function sealed(list: object, { privateKey, publicKey }: SigningKey): string {
  const payload = Buffer.from(canonicalJson(list));
  const signature = sign(null, preAuthEncoding(EVIDENCE_PAYLOAD_TYPE, payload), privateKey);
  const envelope = {
    payloadType: EVIDENCE_PAYLOAD_TYPE,
    payload: payload.toString('base64'),
    signatures: [{ keyid: publicKey.fingerprint, sig: signature.toString('base64') }],
  };
  return `${JSON.stringify(envelope, null, 2)}\n`;
}

function readme({ practice, takenAt, machineId, signs }: Evidence, { fingerprint }: PublicKey): string {
  const warning = practice ? 'PRACTICE: this is a virtual instrument. It says nothing about any real one.\n\n' : '';
  const strong = signs.filter(({ grade }) => grade === 'strong').length;
  const review = signs.filter(({ grade }) => grade === 'review').length;
  return `${warning}Evidence exported by the UCS Remediation Wizard.
Machine ${machineId ?? 'without a readable id'}, looked at ${takenAt} by its own clock.
Signs of exploitation: ${strong} strong, ${review} to be looked at by a person. Finding nothing is no proof.

README.txt          this text
facts.json          everything that was read, each with source and time; what could not be read, with the reason
findings.json       signs of exploitation and network advice, each with what shows it
files.json          size and SHA-256 of programs that may be evidence; their contents are not in here
SHA256SUMS          digests of the files above; check with: sha256sum -c SHA256SUMS
manifest.dsse.json  the list of the files above with their digests, signed
key.pub.pem         the public key it is signed with: ${printFingerprint(fingerprint)}

Of run folders only the name, the marker files and the fields that identify the instrument are in here.
A broken-into machine can lie, and its key proves only that this archive was not altered since it was made on it.
How to check the signature without this program: docs/evidence-export.md.
`;
}
