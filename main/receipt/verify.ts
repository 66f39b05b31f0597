import { lstat, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { type PublicKey, parsePublicKey, printFingerprint } from '../catalogue/keys.ts';
import { readTrust, trustFor } from '../catalogue/trusted-keys.ts';
import { readTextCapped } from '../host/atomic-file.ts';
import { EXIT, Failure } from '../model/failure.ts';
import type { ReceiptContent, ReceiptStatement } from '../model/receipt.ts';
import { receiptFileNames } from './bundle.ts';
import { MAX_ENVELOPE_BYTES, openEnvelope, readEnvelope } from './envelope.ts';
import { renderPage } from './page.ts';

const MAX_KEY_BYTES = 16 * 1024;

/** What a receipt is checked against: one public key, or a folder of trusted keys. Never both, never neither. */
export type VerifyRequest = { file: string } & (
  | { key: string; trustFolder?: undefined }
  | { trustFolder: string; key?: undefined }
);

/** Stable codes of the answers; all but `accepted` mean exit code 17. */
export const VerifyCode = z.enum([
  'accepted',
  'receipt-unreadable',
  'receipt-malformed',
  'receipt-altered',
  'key-unknown',
  'key-other-use',
  'key-missing',
  'practice-not-trusted',
  'page-altered',
]);
export type VerifyCode = z.infer<typeof VerifyCode>;

/** The verified content in short. Null in a report where nothing is verified: an unproven word is not repeated. */
export type ReceiptSummary = Pick<
  ReceiptContent,
  'receiptId' | 'runId' | 'kind' | 'supersedes' | 'issuedAt' | 'instrument' | 'overall' | 'verdicts' | 'operator'
>;

/** The answer about one receipt file. */
export interface VerifyReport {
  file: string;
  accepted: boolean;
  code: VerifyCode;
  sentence: string;
  next: string;
  /** Whether the (verified) receipt is a practice receipt; null when nothing is verified. */
  practice: boolean | null;
  /** Fingerprint of the key the envelope names; null when there is no envelope. */
  fingerprint: string | null;
  /** The page for people beside the receipt. `not-checked`: nothing is verified that it could be compared with. */
  page: 'matches' | 'absent' | 'altered' | 'not-checked';
  summary: ReceiptSummary | null;
  /** What is wrong in the folder of trusted keys, one sentence each. */
  trustProblems: string[];
}

interface Authority {
  /** The key to check with. Throws Failure `key-unknown` or `key-missing`. */
  keyFor(fingerprint: string): Promise<PublicKey>;
  acceptsPractice: boolean;
  problems: string[];
}

const ASK_THE_ISSUER =
  'Ask the issuer for the fingerprint by another way than these files, then: ucs-remedy key trust FINGERPRINT';

/**
 * Checks one receipt (design 2.7) and the page beside it. Never throws for what is wrong with the receipt.
 *
 * `key`: accepts what that key signed, practice receipts too; those are reported loudly. `trustFolder`: accepts only keys
 * whose fingerprint is enrolled there for receipts, and no practice receipt whoever signed it; the key file beside the receipt serves
 * only when its own fingerprint is the enrolled one. Without either on the command line the caller passes this machine's
 * folder of trusted keys.
 *
 * That a receipt is real and not practice is a claim of its signer: whoever holds a practice key file can sign a receipt of
 * the real type, and a key does not show what it was made for. Therefore trust needs enrolment, and practice keys must not
 * be enrolled.
 *
 * Throws Failure `key-unreadable` (exit 2) when the file given as key is no public Ed25519 key.
 */
export async function verifyReceipt(request: VerifyRequest): Promise<VerifyReport> {
  const authority =
    request.key === undefined
      ? await trustingFolder(request.trustFolder, keyBeside(request.file))
      : await trustingKey(request.key);
  const report: VerifyReport = {
    file: request.file,
    accepted: false,
    code: 'receipt-unreadable',
    sentence: `The file ${request.file} cannot be read.`,
    next: 'Check the path: the file whose name ends in .receipt.json is needed.',
    practice: null,
    fingerprint: null,
    page: 'not-checked',
    summary: null,
    trustProblems: authority.problems,
  };
  let text: string;
  try {
    text = await readTextCapped(request.file, MAX_ENVELOPE_BYTES);
  } catch {
    return report;
  }
  try {
    const sealed = readEnvelope(text);
    report.fingerprint = sealed.keyid;
    const statement = openEnvelope(sealed, await authority.keyFor(sealed.keyid));
    return { ...report, ...(await judgeGenuine(request.file, statement, sealed.keyid, authority)) };
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause;
    return { ...report, code: VerifyCode.parse(cause.code), sentence: cause.message, next: cause.next };
  }
}

/** What remains to be judged once signature and form hold: practice, and the page. */
async function judgeGenuine(
  file: string,
  statement: ReceiptStatement,
  fingerprint: string,
  authority: Authority,
): Promise<Omit<VerifyReport, 'file' | 'fingerprint' | 'trustProblems'>> {
  const receipt = statement.predicate;
  const page = await comparePage(file, statement, fingerprint);
  const found = { practice: receipt.practice, page, summary: summarise(receipt) };
  if (receipt.practice && !authority.acceptsPractice) {
    return {
      ...found,
      accepted: false,
      code: 'practice-not-trusted',
      sentence: 'PRACTICE: this receipt comes from a virtual training instrument and proves nothing about a real one.',
      next: 'Ask for the receipt of the real instrument. To look at a practice receipt, check it with --key.',
    };
  }
  if (page === 'altered') {
    return {
      ...found,
      accepted: false,
      code: 'page-altered',
      sentence: 'The signed receipt holds, but the page beside it says something else than what was signed.',
      next: 'Do not rely on the page. Get it again from the issuer, or delete it and read the signed file.',
    };
  }
  const signed = `The receipt is unaltered and was signed with the key ${printFingerprint(fingerprint)}.`;
  return {
    ...found,
    accepted: true,
    code: 'accepted',
    sentence: receipt.practice
      ? `PRACTICE: ${signed} It comes from a virtual training instrument and proves nothing about a real one.`
      : signed,
    next: receipt.practice
      ? 'Nothing to do. Do not file this receipt for a real instrument.'
      : 'The signature proves origin, not truth: check the exposure of the instrument from a second machine as well.',
  };
}

function summarise(receipt: ReceiptContent): ReceiptSummary {
  const { receiptId, runId, kind, supersedes, issuedAt, instrument, overall, verdicts, operator } = receipt;
  return { receiptId, runId, kind, supersedes, issuedAt, instrument, overall, verdicts, operator };
}

function baseOf(file: string): string {
  return basename(file).replace(/(\.receipt)?\.json$/i, '');
}

function keyBeside(file: string): string {
  return join(dirname(file), receiptFileNames(baseOf(file)).publicKey);
}

/** Under the receipt's file name and under its id: renaming one file must not hide a page that says something else. */
async function comparePage(
  file: string,
  statement: ReceiptStatement,
  fingerprint: string,
): Promise<'matches' | 'absent' | 'altered'> {
  const expected = Buffer.from(renderPage(statement, fingerprint));
  let answer: 'matches' | 'absent' = 'absent';
  for (const base of new Set([baseOf(file), statement.predicate.receiptId])) {
    const path = join(dirname(file), receiptFileNames(base).page);
    try {
      const about = await lstat(path);
      if (!about.isFile() || about.size !== expected.length || !(await readFile(path)).equals(expected))
        return 'altered';
      answer = 'matches';
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') return 'altered';
    }
  }
  return answer;
}

async function readPublicKey(path: string): Promise<PublicKey | null> {
  try {
    return parsePublicKey(await readTextCapped(path, MAX_KEY_BYTES));
  } catch {
    return null;
  }
}

async function trustingKey(path: string): Promise<Authority> {
  const key = await readPublicKey(path);
  if (key === null) {
    throw new Failure(
      {
        code: 'key-unreadable',
        message: `${path} is not a public Ed25519 key in PEM form.`,
        next: 'Give the .pub.pem file of the issuer with --key.',
      },
      EXIT.wrongUse,
    );
  }
  return { keyFor: async () => key, acceptsPractice: true, problems: [] };
}

async function trustingFolder(folder: string, besidePath: string): Promise<Authority> {
  const trust = await readTrust(folder);
  const keyFor = async (fingerprint: string): Promise<PublicKey> => {
    const refuse = (code: VerifyCode, message: string, next: string) =>
      new Failure({ code, message, next }, EXIT.receiptRefused);
    const answer = trustFor(trust, fingerprint, 'instrument');
    if (answer === 'other-use') {
      throw refuse(
        'key-other-use',
        `The receipt is signed with a key that is trusted here, but not for receipts: ${printFingerprint(fingerprint)}.`,
        'Do not rely on it, and find out who issued it: keys of probes and of site packs sign no receipts.',
      );
    }
    if (answer === 'unknown') {
      throw refuse(
        'key-unknown',
        `The receipt names a key that is not trusted here: ${printFingerprint(fingerprint)}.`,
        ASK_THE_ISSUER,
      );
    }
    const key = trust.keys.get(fingerprint) ?? (await readPublicKey(besidePath));
    if (key?.fingerprint !== fingerprint) {
      throw refuse(
        'key-missing',
        `The key ${printFingerprint(fingerprint)} is trusted, but the key file beside the receipt is missing or is another key.`,
        `Put the issuer's key file at ${besidePath}.`,
      );
    }
    return key;
  };
  return { keyFor, acceptsPractice: false, problems: trust.problems };
}
