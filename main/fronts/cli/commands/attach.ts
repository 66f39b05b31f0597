import { resolve } from 'node:path';
import type { Command } from 'commander';
import { EXIT, Failure } from '../../../model/failure.ts';
import { openProbe, readProbeEnvelope } from '../../../receipt/probe-envelope.ts';
import { attachProbeFiles, keyOfProbe, readProbeText } from '../../../receipt/probe-files.ts';
import { readProbedReceipt } from '../../../receipt/probe-receipt.ts';
import { publicKey } from '../../../receipt/probe-verify.ts';
import { type CommandRunner, withExample } from '../command.ts';
import { addJsonOption } from '../options.ts';

/** `attach`: puts what was seen from outside beside a receipt, as a second signed statement. */
export function addAttach(program: Command, run: CommandRunner): void {
  const command = program
    .command('attach')
    .description('Put a probe beside the receipt it was made for. The receipt itself is not touched.')
    .argument('<receipt>', 'file that ends in .receipt.json')
    .argument('<probe>', 'file that ends in .probe.json; its key file lies beside it');
  withExample(addJsonOption(command), 'ucs-remedy attach ID.receipt.json PROBE.probe.json').action(
    (receiptFile: string, probeFile: string) =>
      run(async (output) => {
        const attached = await attach(resolve(receiptFile), resolve(probeFile));
        output.line(`Attached: ${attached}`);
        output.line('Check both with `ucs-remedy verify`: each needs a key that is trusted.');
        output.document({ attached });
        return EXIT.nothingToDo;
      }),
  );
}

async function attach(receiptFile: string, probeFile: string): Promise<string> {
  const receipt = await readProbedReceipt(receiptFile);
  const sealed = readProbeEnvelope(await readProbeText(probeFile));
  const key = await publicKey(keyOfProbe(probeFile));
  if (key === null) {
    throw refuse(
      'probe-key-missing',
      `The key file of this probe is not at ${keyOfProbe(probeFile)}.`,
      'Copy both files that `ucs-remedy probe` wrote.',
    );
  }
  const probe = openProbe(sealed, key);
  if (probe.receipt?.sha256 !== receipt.sha256) {
    throw refuse(
      'probe-other-receipt',
      'This probe was not made for this receipt.',
      'Probe again with --receipt and this very file.',
    );
  }
  return attachProbeFiles(receiptFile, probeFile, probe.probeId);
}

function refuse(code: string, message: string, next: string): Failure {
  return new Failure({ code, message, next }, EXIT.receiptRefused);
}
