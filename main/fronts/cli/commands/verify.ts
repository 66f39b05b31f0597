import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { printFingerprint } from '../../../catalogue/keys.ts';
import { realDataFolder } from '../../../host/data-folder/data-folder.ts';
import { EXIT, type ExitCode, Failure } from '../../../model/failure.ts';
import { type ProbeAuthority, type ProbeReport, verifyProbes } from '../../../receipt/probe-verify.ts';
import { type VerifyReport, type VerifyRequest, verifyReceipt } from '../../../receipt/verify.ts';
import { findRealData, systemFamily } from '../../../run/places.ts';
import { type CommandRunner, withExample } from '../command.ts';
import { addJsonOption } from '../options.ts';
import type { Output } from '../output.ts';
import { showAttempts } from '../present/probe.ts';
import { stateText } from '../present/verdicts.ts';

interface VerifyOptions {
  key?: string;
  trust?: string;
  probeKey?: string;
}

/** A receipt, and what lies beside it of other machines. Probes are looked at only where the receipt itself holds. */
type Checked = VerifyReport & { probes: ProbeReport[] };

/** `verify`: whether receipts are genuine, by a key or a set of keys that came by another way than the receipts. */
export function addVerify(program: Command, run: CommandRunner): void {
  const command = program
    .command('verify')
    .description('Check receipts. A key is never trusted because it lies beside the receipt.')
    .argument('<file...>', 'receipts (files that end in .receipt.json)')
    .option('--key <pem>', 'public key the receipts must be signed with')
    .option('--trust <dir>', "folder of trusted keys; else this machine's own")
    .option('--probe-key <pem>', 'public key that attached probes must be signed with; else the trusted keys');
  withExample(
    addJsonOption(command),
    'ucs-remedy verify --key keys/instrument-7.pub.pem receipts/*.receipt.json',
  ).action((files: string[], options: VerifyOptions) =>
    run(async (output) => {
      const authority = await authorityFrom(options);
      const reports: Checked[] = [];
      for (const file of files) {
        const report = await verifyReceipt({ file: resolve(file), ...authority });
        const real = report.accepted && report.practice === false;
        const probes = real ? await verifyProbes(report.file, probeAuthorityFrom(options, authority)) : [];
        reports.push({ ...report, probes });
      }
      for (const report of reports) showReport(report, output);
      const exitCode = exitCodeOf(reports);
      output.document({ accepted: exitCode !== EXIT.receiptRefused, receipts: reports });
      return exitCode;
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

function probeAuthorityFrom({ probeKey }: VerifyOptions, { trustFolder }: Authority): ProbeAuthority {
  if (probeKey !== undefined) return { key: resolve(probeKey) };
  return trustFolder === undefined ? null : { trustFolder };
}

const NOT_COUNTED: readonly ProbeReport['code'][] = ['probe-key-unknown', 'probe-key-other-use'];

/** A probe whose key nobody trusts for probes is shown and not counted; one that is not what it claims makes the whole not acceptable. */
function exitCodeOf(reports: readonly Checked[]): ExitCode {
  const probes = reports.flatMap((report) => report.probes);
  const sound = probes.every(({ accepted, code }) => accepted || NOT_COUNTED.includes(code));
  if (!sound || !reports.every(({ accepted }) => accepted)) return EXIT.receiptRefused;
  return probes.some(({ code }) => code === 'probe-contradicts') ? EXIT.conflict : EXIT.nothingToDo;
}

function showProbe(
  { file, accepted, code, sentence, fingerprint, probe, notProbed, next }: ProbeReport,
  output: Output,
): void {
  const { colours } = output;
  const good = code === 'accepted' ? colours.green : accepted ? colours.red : colours.yellow;
  output.line(`  Seen from outside: ${file}`);
  output.line(`    ${good(accepted ? 'ACCEPTED' : 'NOT ACCEPTED')} (${code}): ${sentence}`);
  if (fingerprint !== null) output.line(`    Key: ${printFingerprint(fingerprint)}`);
  if (probe !== null && accepted) {
    output.line(`    ${probe.host}, ${probe.startedAt}, from ${probe.from.machine} by ${probe.from.account}`);
    showAttempts(probe, output, '    ');
    if (notProbed.length > 0)
      output.line(`    Not looked at, though the receipt names them: TCP port ${notProbed.join(', ')}`);
  }
  output.line(`    ${next}`);
}

function showReport(report: Checked, output: Output): void {
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
  for (const probe of report.probes) showProbe(probe, output);
}
