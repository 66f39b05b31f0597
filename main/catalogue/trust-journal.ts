import { constants } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import {
  type ChainRules,
  chainedEntry,
  HashChainedFile,
  intactEntries,
  openPlain,
  syncFolderNames,
} from '../host/hash-chained-file.ts';
import { Failure } from '../model/failure.ts';
import { Sha256 } from '../model/json.ts';

/** What an enrolled key signs: receipts of an instrument, what was seen of one from outside, or site packs. */
export const TrustedKind = z.enum(['instrument', 'probe', 'pack']);
export type TrustedKind = z.infer<typeof TrustedKind>;

/**
 * What is recorded of an enrolment. `signs`: missing in records made before that was asked. `by`: the account the program ran
 * as, as the system names it.
 */
export const TrustEvent = z.strictObject({
  kind: z.literal('key-trusted'),
  fingerprint: Sha256,
  label: z.string().max(200),
  signs: TrustedKind.optional(),
  by: z.string().max(200),
});
export type TrustEvent = z.infer<typeof TrustEvent>;

const KEEP_IT =
  'Keep it as it is, copy the whole data folder to a safe place, and find out who changed it. No key was enrolled.';

const RULES: ChainRules<TrustEvent> = {
  entry: chainedEntry(TrustEvent),
  /** An entry has some hundred bytes. */
  maxBytes: 16 * 1024 * 1024,
  altered: (path, line, why) =>
    new Failure({
      code: 'trust-journal-altered',
      message: `The record of trusted keys (${path}) was changed or damaged at line ${line}: ${why}.`,
      next: KEEP_IT,
    }),
  notPlain: (path, cause) =>
    new Failure(
      {
        code: 'trust-journal-altered',
        message: `The record of trusted keys (${path}) is not a plain file of a possible size.`,
        next: KEEP_IT,
      },
      undefined,
      cause,
    ),
  notWritten: (cause) =>
    new Failure(
      {
        code: 'trust-not-stored',
        message: `The record of trusted keys could not be written (${cause instanceof Error ? cause.message : String(cause)}), so the key was not enrolled.`,
        next: 'Make room on the disk, or start the program as an administrator, then try again.',
      },
      undefined,
      cause,
    ),
};

/** Where the enrolments of a folder of trusted keys are recorded. */
export function trustJournalPath(folder: string): string {
  return join(folder, 'trust-journal.jsonl');
}

/**
 * Records an enrolment in the append-only record of a folder of trusted keys, which must exist. The record is read back and
 * checked first; the entry is on disk when this returns. The caller keeps two from recording at once. Throws Failure
 * `trust-journal-altered` or `trust-not-stored`, or the system's error where the record cannot be opened.
 */
export async function recordTrust(folder: string, event: TrustEvent): Promise<void> {
  const path = trustJournalPath(folder);
  const opened = await openPlain(path, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT, RULES);
  const journal = new HashChainedFile(opened.file, await intactEntries(opened, path, RULES), RULES, null);
  try {
    if (journal.entries.length === 0) await syncFolderNames(dirname(path));
    await journal.append(event);
  } finally {
    await journal.close();
  }
}
