import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { loadOrCreateSigningKey, parseFingerprint, printFingerprint } from '../../../catalogue/keys.ts';
import { TrustedKind, trustJournalPath } from '../../../catalogue/trust-journal.ts';
import { trustFingerprint } from '../../../catalogue/trusted-keys.ts';
import { type DataFolder, openDataFolder } from '../../../host/data-folder/data-folder.ts';
import { EXIT, Failure } from '../../../model/failure.ts';
import { takeRunLock } from '../../../run/lock.ts';
import { defaultPracticeFolder, openRealData } from '../../../run/places.ts';
import { type CommandRunner, withExample } from '../command.ts';
import { addJsonOption } from '../options.ts';

interface KeyOptions {
  practice?: boolean;
  dataDir?: string;
  label?: string;
  kind?: TrustedKind;
}

const SAYS = {
  added: 'Trusted from now on',
  'kind-added': 'Trusted from now on for this alone',
  'already-trusted': 'Already trusted',
} as const;

/** `key`: the key this machine signs with, and the keys it trusts. */
export function addKey(program: Command, run: CommandRunner): void {
  const key = program.command('key').description('Show the key this machine signs with, or trust another one.');
  withExample(key, 'ucs-remedy key show --practice');

  const show = key
    .command('show')
    .description('Show the fingerprint and the public key of this machine; made at first use.');
  withExample(addKeyOptions(show), 'ucs-remedy key show --practice').action((options: KeyOptions) =>
    run(async (output) => {
      const { folder, practice } = await keyPlace(options);
      const { publicKey } = await loadOrCreateSigningKey(folder.keys, practice ? 'practice' : 'instrument');
      const fingerprint = printFingerprint(publicKey.fingerprint);
      output.line(practice ? `Practice key: ${fingerprint}` : `Key of this machine: ${fingerprint}`);
      output.line(publicKey.pem.trimEnd());
      output.document({ fingerprint, practice, pem: publicKey.pem });
      return EXIT.nothingToDo;
    }),
  );

  const trust = key
    .command('trust')
    .description('Trust a key by its fingerprint, which must have come by another way than the receipts.')
    .argument('<fingerprint>', 'SHA-256 of the public key: 64 hexadecimal digits')
    .option('--label <text>', 'whose key it is', '')
    .addOption(
      new Option('--kind <kind>', 'what it signs: receipts of an instrument, probes, or site packs')
        .choices(TrustedKind.options)
        .default('instrument'),
    );
  withExample(addKeyOptions(trust), 'ucs-remedy key trust sha256:0123...cdef --label "MiSeq, room 7"').action(
    (text: string, options: KeyOptions) =>
      run(async (output) => {
        const fingerprint = parseFingerprint(text);
        const { folder } = await keyPlace(options);
        const { label = '', kind = 'instrument' } = options;
        const result = await enrol(folder.trusted, fingerprint, { label, kind });
        const journal = result === 'already-trusted' ? null : trustJournalPath(folder.trusted);
        const printed = printFingerprint(fingerprint);
        output.line(`${SAYS[result]}: ${printed} (${kind})`);
        output.line(`Folder of trusted keys: ${folder.trusted}`);
        if (journal !== null) output.line(`Recorded in: ${journal}`);
        output.document({ fingerprint: printed, kind, result, folder: folder.trusted, journal });
        return EXIT.nothingToDo;
      }),
  );
}

/** One at a time: two that record at once would break the record. */
async function enrol(folder: string, fingerprint: string, as: { label: string; kind: TrustedKind }) {
  const lock = await takeRunLock(folder, 'ucs-remedy key trust');
  try {
    return await trustFingerprint(folder, fingerprint, as);
  } finally {
    await lock.release();
  }
}

function addKeyOptions(command: Command): Command {
  return addJsonOption(
    command
      .option('--practice [id]', 'the practice key instead of the key of this machine')
      .option('--data-dir <dir>', 'data folder of the practice instruments'),
  );
}

async function keyPlace({ practice, dataDir }: KeyOptions): Promise<{ folder: DataFolder; practice: boolean }> {
  if (practice !== undefined || dataDir !== undefined) {
    const path = resolve(dataDir ?? defaultPracticeFolder());
    return { folder: await openDataFolder({ path, mustBePrivate: false }), practice: true };
  }
  if (process.platform !== 'win32' && process.getuid?.() !== 0) {
    throw new Failure(
      {
        code: 'not-elevated',
        message: 'The keys of this machine are for administrators.',
        next: 'Start this as root (for example with sudo), or add --practice for the practice key.',
      },
      EXIT.elevationFailed,
    );
  }
  return { folder: await openRealData(), practice: false };
}
