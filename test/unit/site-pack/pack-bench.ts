import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { PublicKey } from '../../../main/catalogue/keys.ts';
import { openPack, type PackChecks, type TrustedPack } from '../../../main/catalogue/open-pack.ts';
import { PACK_PAYLOAD_TYPE, type PackEntry, type SitePack } from '../../../main/catalogue/site-pack.ts';
import { preAuthEncoding } from '../../../main/model/dsse.ts';
import { sha256 } from '../../../main/model/json.ts';
import type { PackFile } from '../../../main/model/pack-stamp.ts';
import { freshKey } from '../receipt/sample-receipt.ts';

export const NOW = new Date('2026-11-23T08:00:00.000Z');

/** Digest of the practice installer that succeeds. */
export const UPDATE_SHA256 = sha256('practice installer that succeeds');

const said = <T>(value: T) => ({ value, source: 'test letter' });

export const UCS_SOFTWARE = { kind: 'software', name: 'Illumina Universal Copy Service', range: '>= 2.9' } as const;

/** The criterion for the listening weakness. */
export function fix1968(
  mayListen: 'nothing-said' | 'nowhere' | 'loopback' | 'network',
  installed: { kind: 'software' | 'file'; name: string; range: string } = UCS_SOFTWARE,
): PackEntry['fixCriteria'][number] {
  return { cve: 'CVE-2023-1968', installed: said(installed), mayListen: said(mayListen) };
}

/** The criterion for the rights weakness. */
export function fix1966(
  mayRunAs: 'nothing-said' | 'limited' | 'privileged',
  installed: { kind: 'software' | 'file'; name: string; range: string } = UCS_SOFTWARE,
): PackEntry['fixCriteria'][number] {
  return { cve: 'CVE-2023-1966', installed: said(installed), mayRunAs: said(mayRunAs) };
}

/** What a pack says about the installer with a digest. */
export function packInstaller(
  digest: string,
  changed: Partial<NonNullable<PackEntry['installer']>> = {},
): NonNullable<PackEntry['installer']> {
  return {
    fileName: said('UCS-Setup.exe'),
    sha256: said(digest),
    signer: said(null),
    silentArguments: said([]),
    exitCodes: said([]),
    ...changed,
  };
}

/** An entry that says nothing about a MiSeq. */
export function packEntry(changed: Partial<PackEntry> = {}): PackEntry {
  return {
    appliesTo: ['CSAFPID-0005'],
    installer: null,
    fixCriteria: [],
    ports: [],
    serviceNames: [],
    insideNetworks: [],
    automatic: [],
    contact: null,
    ...changed,
  };
}

/** The content of a pack that fits everything here. */
export function packContent(changed: Partial<SitePack> = {}): SitePack {
  return {
    schema: 'ucs-site-pack/1',
    packId: 'test-pack',
    practice: false,
    issuer: 'Test Laboratory',
    counter: 5,
    issuedAt: '2026-01-01T00:00:00Z',
    expiresAt: '2027-01-01T00:00:00Z',
    contact: said('it@example.org'),
    entries: [packEntry()],
    catalogue: null,
    ...changed,
  };
}

export interface PackKey {
  publicKey: PublicKey;
  privateKey: KeyObject;
}

/** A key of somebody who issues packs. */
export function issuerKey(): Promise<PackKey> {
  return freshKey('instrument');
}

/** The key whose private half is published. */
export async function practiceKey(): Promise<KeyObject> {
  const file = new URL('../../../assets/practice/packs/practice-pack-key.NOT-SECRET.pem', import.meta.url);
  return createPrivateKey(await readFile(file, 'utf8'));
}

/** Signs any payload as a pack; gives the text of its envelope. */
export function sealed(payload: string | Uint8Array, privateKey: KeyObject, keyid: string): string {
  const bytes = Buffer.from(payload);
  const sig = sign(null, preAuthEncoding(PACK_PAYLOAD_TYPE, bytes), privateKey).toString('base64');
  const envelope = {
    payloadType: PACK_PAYLOAD_TYPE,
    payload: bytes.toString('base64'),
    signatures: [{ keyid, sig }],
  };
  return JSON.stringify(envelope, null, 2);
}

/** A signed pack with its key file beside it. */
export function packFile(content: unknown, key: PackKey): PackFile {
  return {
    envelope: sealed(JSON.stringify(content, null, 2), key.privateKey, key.publicKey.fingerprint),
    publicKey: key.publicKey.pem,
  };
}

/** What a machine holds a pack against that trusts these keys. */
export function checks(trusted: readonly PublicKey[], changed: Partial<PackChecks> = {}): PackChecks {
  return {
    trust: { kinds: new Map(trusted.map(({ fingerprint }) => [fingerprint, 'pack'])), keys: new Map() },
    practice: false,
    now: NOW,
    highestSeen: async () => null,
    ...changed,
  };
}

/** A pack as it is after all checks. */
export async function trustedPack(changed: Partial<SitePack> = {}): Promise<TrustedPack> {
  const key = await issuerKey();
  return openPack(packFile(packContent(changed), key), checks([key.publicKey]));
}

/** The code a refused pack ends with; `opened` where it was not refused. Every refusal closes the gate. */
export async function refusal(opening: Promise<unknown>): Promise<string> {
  const failure = await opening.then(
    () => null,
    (error: unknown) => error as { code?: string; exitCode?: number; message: string; next?: string },
  );
  if (failure === null) return 'opened';
  if (failure.exitCode !== 18 || !failure.message || !failure.next) throw failure;
  return failure.code ?? 'no code';
}
