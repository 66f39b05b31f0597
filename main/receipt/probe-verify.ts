import { type PublicKey, parsePublicKey, printFingerprint } from '../catalogue/keys.ts';
import { readTrust, trustFor } from '../catalogue/trusted-keys.ts';
import { readTextCapped } from '../host/atomic-file.ts';
import { EXIT, Failure } from '../model/failure.ts';
import type { ProbeContent } from '../model/probe.ts';
import { openProbe, readProbeEnvelope } from './probe-envelope.ts';
import { attachedProbes, keyOfProbe, readProbeText } from './probe-files.ts';
import { type ProbedReceipt, portsNamedBy, readProbedReceipt } from './probe-receipt.ts';

const MAX_KEY_BYTES = 16 * 1024;

/** What probes are checked against: a folder of trusted keys, one public key, or nothing. Never the key of the receipt. */
export type ProbeAuthority = { trustFolder: string } | { key: string } | null;

/** The answer about one probe beside a receipt. */
export interface ProbeReport {
  file: string;
  accepted: boolean;
  code:
    | 'accepted'
    | 'probe-unreadable'
    | 'probe-malformed'
    | 'probe-altered'
    | 'probe-key-unknown'
    | 'probe-key-other-use'
    | 'probe-other-receipt'
    | 'probe-contradicts';
  sentence: string;
  next: string;
  /** Fingerprint of the key the envelope names; null when there is no envelope. */
  fingerprint: string | null;
  /** What was seen. Null unless the signature was proven with a trusted key: an unproven word is not repeated. */
  probe: ProbeContent | null;
  /** Ports the receipt names that were not looked at. */
  notProbed: number[];
}

/**
 * Checks the probes beside a receipt that was accepted itself, each with its own key. Never throws for what is wrong with a
 * probe. Throws Failure `key-unreadable` (exit 2) when the file given as key is no public Ed25519 key.
 */
export async function verifyProbes(receiptFile: string, authority: ProbeAuthority): Promise<ProbeReport[]> {
  const files = await attachedProbes(receiptFile);
  if (files.length === 0) return [];
  const keyFor = await keys(authority);
  const receipt = await readProbedReceipt(receiptFile);
  const reports: ProbeReport[] = [];
  for (const file of files) reports.push(await verifyProbe(file, receipt, keyFor));
  return reports;
}

/** Where the key cannot be used: nobody trusts it, or it is trusted for something else than probes. */
type KeyFor = (fingerprint: string, probeFile: string) => Promise<PublicKey | 'unknown' | 'other-use'>;

async function verifyProbe(file: string, receipt: ProbedReceipt, keyFor: KeyFor): Promise<ProbeReport> {
  const report = { file, accepted: false, fingerprint: null as string | null, probe: null, notProbed: [] };
  try {
    const sealed = readProbeEnvelope(await readProbeText(file));
    report.fingerprint = sealed.keyid;
    const key = await keyFor(sealed.keyid, file);
    if (key === 'unknown' || key === 'other-use')
      return { ...report, ...NOT_COUNTED[key](printFingerprint(sealed.keyid)) };
    return { ...report, ...judge(openProbe(sealed, key), receipt) };
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause;
    return { ...report, code: cause.code as ProbeReport['code'], sentence: cause.message, next: cause.next };
  }
}

const NOT_COUNTED = {
  unknown: (key: string) => ({
    code: 'probe-key-unknown' as const,
    sentence: `The probe names a key that is not trusted here: ${key}. It is not counted.`,
    next: 'Ask who probed for the fingerprint by another way than these files, then: ucs-remedy key trust FINGERPRINT --kind probe',
  }),
  'other-use': (key: string) => ({
    code: 'probe-key-other-use' as const,
    sentence: `The probe names a key that is trusted here, but not for probes: ${key}. It is not counted.`,
    next: 'Find out who made it: a key of an instrument says nothing about what is seen from outside.',
  }),
};

/** What remains to be judged of a probe whose signature holds: whether it is about this receipt, and agrees with it. */
function judge(probe: ProbeContent, receipt: ProbedReceipt): Omit<ProbeReport, 'file' | 'fingerprint'> {
  const named = portsNamedBy(receipt.content);
  const found = { probe, notProbed: named.filter((port) => !probe.ports.includes(port)) };
  if (probe.receipt?.sha256 !== receipt.sha256) {
    return {
      ...found,
      accepted: false,
      code: 'probe-other-receipt',
      sentence: 'The probe is genuine, but it is about another receipt.',
      next: 'Do not file it with this receipt. Put it beside the one it was made for.',
    };
  }
  const open = named.filter((port) => probe.attempts.some((each) => each.port === port && each.outcome === 'open'));
  const verdict = receipt.content.verdicts.find(({ cve }) => cve === 'CVE-2023-1968');
  if (verdict?.state === 'mitigated' && open.length > 0) {
    return {
      ...found,
      accepted: true,
      code: 'probe-contradicts',
      sentence: `CONTRADICTION: the receipt says closed, and from outside TCP port ${open.join(', ')} was open.`,
      next: 'Treat the instrument as exposed. Look again with `ucs-remedy assess`, and find out which of the two is right.',
    };
  }
  return {
    ...found,
    accepted: true,
    code: 'accepted',
    sentence: 'The probe is unaltered and speaks of this receipt.',
    next: 'That the machine it names is this instrument is the word of who probed.',
  };
}

async function keys(authority: ProbeAuthority): Promise<KeyFor> {
  if (authority === null) return async () => 'unknown';
  if ('key' in authority) {
    const key = await publicKey(authority.key);
    if (key === null) {
      throw new Failure(
        {
          code: 'key-unreadable',
          message: `${authority.key} is not a public Ed25519 key in PEM form.`,
          next: 'Give the .pub.pem file of who probed with --probe-key.',
        },
        EXIT.wrongUse,
      );
    }
    return async (fingerprint) => (fingerprint === key.fingerprint ? key : 'unknown');
  }
  const trust = await readTrust(authority.trustFolder);
  return async (fingerprint, probeFile) => {
    const answer = trustFor(trust, fingerprint, 'probe');
    if (answer !== 'trusted') return answer;
    const key = trust.keys.get(fingerprint) ?? (await publicKey(keyOfProbe(probeFile)));
    return key?.fingerprint === fingerprint ? key : 'unknown';
  };
}

/** The public key in a file; null where there is none. */
export async function publicKey(path: string): Promise<PublicKey | null> {
  try {
    return parsePublicKey(await readTextCapped(path, MAX_KEY_BYTES));
  } catch {
    return null;
  }
}
