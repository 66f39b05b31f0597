import { join, resolve } from 'node:path';
import { runInHelper } from '../../elevation/helper-session.ts';
import type { Job } from '../../elevation/messages.ts';
import { openWorkplace } from '../../elevation/workplace.ts';
import type { ReceiptFiles } from '../../model/conversation.ts';
import { type ExitCode, Failure } from '../../model/failure.ts';
import type { RunResult } from '../../model/run-state.ts';
import { receiptFileNames, writeReceiptFiles } from '../../receipt/bundle.ts';
import type { MachineOptions } from '../../run/machine.ts';
import type { Output } from './output.ts';
import { type PersonOptions, personAtTerminal } from './person.ts';
import { resultDocument, showResult } from './present/result.ts';

export interface HelperJobOptions extends MachineOptions {
  out?: string;
}

/** Has the helper do a job, writes the receipt where the person wants it, and shows how it ended. */
export async function doInHelper(
  job: Job,
  options: HelperJobOptions,
  person: PersonOptions,
  output: Output,
): Promise<ExitCode> {
  const { target, launch, receipts, ahead } = await openWorkplace(options, undefined, 'terminal');
  if (target.kind === 'practice') output.line('PRACTICE: this is a virtual instrument. Nothing real is changed.');
  if (ahead?.way === 'pkexec' || ahead?.way === 'sudo') output.line(ahead.explains);
  if (ahead?.warning !== undefined) output.line(ahead.warning);
  const stop = new AbortController();
  const cancel = () => {
    output.line('Stopping before the next step. The step under way is brought to its end.');
    stop.abort();
  };
  process.on('SIGINT', cancel);
  try {
    const { result, receipt } = await runInHelper({
      launch,
      target,
      job,
      delegate: personAtTerminal(output, person),
      stop: stop.signal,
    });
    const folder = options.out === undefined ? receipts : resolve(options.out);
    const path = await handOver(receipt, folder, (error) => {
      const kept = join(receipts, receiptFileNames(receipt.id).receipt);
      showResult(result, kept, output);
      throw keptElsewhere(error, result, kept);
    });
    showResult(result, path, output);
    output.document(resultDocument(result, path));
    return result.exitCode as ExitCode;
  } finally {
    process.off('SIGINT', cancel);
  }
}

/** Writes the receipt where the person wants it; where that fails, `otherwise` says what became of the run. */
async function handOver(receipt: ReceiptFiles, folder: string, otherwise: (error: Failure) => never): Promise<string> {
  try {
    return await writeReceiptFiles(folder, receipt);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return otherwise(error);
  }
}

/** The run is over, and the helper kept its receipt: a full stick must not look like a run that failed. */
function keptElsewhere({ problem, exitCode }: Failure, { overall }: RunResult, kept: string): Failure {
  const message = `${problem.message} The run itself has ended (overall: ${overall}), and its receipt was kept: ${kept}`;
  return new Failure(
    { ...problem, message, next: 'Copy the receipt from there. The run need not be repeated.' },
    exitCode,
  );
}
