import { contactFor } from '../catalogue/pack-for-instrument.ts';
import type { ReceiptFiles } from '../model/conversation.ts';
import { EXIT, type ExitCode } from '../model/failure.ts';
import type { EndKind } from '../model/journal.ts';
import { sha256 } from '../model/json.ts';
import type { RunResult } from '../model/run-state.ts';
import { exitCodeOf } from './exit-code.ts';
import { receiptContent, stepRecords } from './receipt-content.ts';
import type { Look, RunSession } from './session.ts';

/** What a front gets at the end of a run. */
export interface RunEnd {
  result: RunResult;
  receipt: ReceiptFiles;
}

/**
 * Ends (or, before a restart, pauses) a run: judges the fresh look, signs the receipt and writes both to the journal. What
 * the steps reported decides neither the verdict nor, where the verdict is bad, the exit code.
 */
export async function conclude(session: RunSession, end: EndKind, fresh: Look): Promise<RunEnd> {
  const { overall } = fresh.assessment;
  const exitCode = (session.state.problemExit as ExitCode | null) ?? endExitCode(session, overall);
  await session.record({ kind: 'concluded', end, after: fresh.snapshot, exitCode });
  const receipt = await session.ports.issueReceipt(receiptContent(session, fresh));
  await session.record({ kind: 'receipt', receiptId: receipt.id, envelopeDigest: sha256(receipt.envelope) });
  await session.record({ kind: end === 'interim' ? 'paused' : 'ended' });
  const result: RunResult = {
    runId: session.state.runId,
    end,
    overall,
    verdicts: fresh.assessment.verdicts,
    steps: stepRecords(session.state),
    receiptId: receipt.id,
    pack: session.pack?.stamp ?? null,
    contact: contactFor(session.pack, fresh.assessment.listed)?.value ?? null,
    exitCode,
    problem: session.state.problem,
  };
  return { result, receipt };
}

/** Outcomes after which a good verdict is not the whole story: the lab may not be able to work. */
const NEEDS_HELP: readonly string[] = ['lab-may-not-work', 'not-taken-back'];

function endExitCode(session: RunSession, overall: RunResult['overall']): ExitCode {
  const byVerdict = exitCodeOf(overall);
  const needsHelp = session.state.steps.some(({ outcome }) => NEEDS_HELP.includes(outcome?.code ?? ''));
  if (needsHelp && byVerdict === EXIT.nothingToDo) return EXIT.error;
  const waitsForPerson = session.state.steps.some(({ outcome }) => outcome?.status === 'needs-person');
  return waitsForPerson && byVerdict === EXIT.unknown ? EXIT.actionNeeded : byVerdict;
}
