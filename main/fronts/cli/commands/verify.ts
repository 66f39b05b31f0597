import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { printFingerprint } from '../../../catalogue/keys.ts';
import { realDataFolder } from '../../../host/data-folder/data-folder.ts';
import { EXIT, Failure } from '../../../model/failure.ts';
import { type VerifyReport, type VerifyRequest, verifyReceipt } from '../../../receipt/verify.ts';
import { findRealData, systemFamily } from '../../../run/places.ts';
import { type CommandRunner, withExample } from '../command.ts';
import { addJsonOption } from '../options.ts';
import type { Output } from '../output.ts';
import { stateText } from '../present/verdicts.ts';

interface VerifyOptions {
  key?: string;
  trust?: string;
}

/** `verify`: whether receipts are genuine, by a key or a set of keys that came by another way than the receipts. */
export function addVerify(program: Command, run: CommandRunner): void {
  const command = program
    .command('verify')
    .description('Check receipts. A key is never trusted because it lies beside the receipt.')
    .argument('<file...>', 'receipts (files that end in .receipt.json)')
    .option('--key <pem>', 'public key the receipts must be signed with')
    .option('--trust <dir>', "folder of trusted keys; else this machine's own");
  withExample(
    addJsonOption(command),
    'ucs-remedy verify --key keys/instrument-7.pub.pem receipts/*.receipt.json',
  ).action((files: string[], options: VerifyOptions) =>
    run(async (output) => {
      const authority = await authorityFrom(options);
      const reports: VerifyReport[] = [];
      for (const file of files) reports.push(await verifyReceipt({ file: resolve(file), ...authority }));
      for (const report of reports) showReport(report, output);
      const accepted = reports.every((report) => report.accepted);
      output.document({ accepted, receipts: reports });
      return accepted ? EXIT.nothingToDo : EXIT.receiptRefused;
    }),
  );
}

type Authority = VerifyRequest extends infer Request
  ? Request extends unknown
    ? Omit<Request, 'file'>
    : never
  : never;

async function authorityFrom({ key, trust }: VerifyOptions): Promise<Authority> {
  if (key !== undefined && trust !== undefined) {
    throw new Failure(
      { code: 'wrong-use', message: '--key and --trust exclude each other.', next: 'Give one of them.' },
      EXIT.wrongUse,
    );
  }
  if (key !== undefined) return { key: resolve(key) };
  if (trust !== undefined) return { trustFolder: resolve(trust) };
  return { trustFolder: (await findRealData())?.trusted ?? join(realDataFolder(systemFamily()), 'trusted') };
}

function showReport(report: VerifyReport, output: Output): void {
  const { colours } = output;
  const { accepted, practice, summary, fingerprint } = report;
  output.line(`${report.file}`);
  if (practice === true)
    output.line(colours.yellow('  PRACTICE PRACTICE PRACTICE: this receipt proves nothing about a real instrument.'));
  output.line(
    `  ${accepted ? colours.green('ACCEPTED') : colours.red('NOT ACCEPTED')} (${report.code}): ${report.sentence}`,
  );
  if (fingerprint !== null) output.line(`  Key: ${printFingerprint(fingerprint)}`);
  if (summary !== null) {
    const { instrument, overall, issuedAt, operator } = summary;
    output.line(
      `  ${instrument.product ?? 'Unidentified instrument'} ${instrument.version ?? ''} ${instrument.serial ?? ''}`.trimEnd(),
    );
    output.line(`  ${stateText(overall, output)}, ${issuedAt}, by ${operator.name}`);
  }
  if (!accepted) output.line(`  What to do: ${report.next}`);
}
