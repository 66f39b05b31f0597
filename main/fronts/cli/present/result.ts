import { packName } from '../../../model/pack-stamp.ts';
import type { RunResult } from '../../../model/run-state.ts';
import { type Output, problemText } from '../output.ts';
import { drawTable } from './table.ts';
import { stateText } from './verdicts.ts';

/** Shows how a run ended: steps, checks, the verdicts of the last look, and where the receipt lies. */
export function showResult(result: RunResult, receiptPath: string, output: Output): void {
  if (output.json) return;
  output.line();
  if (result.steps.length > 0) {
    const rows = result.steps.map(({ id, outcome, checks, performedBy }) => {
      const by =
        performedBy === 'simulated-person' ? ['(done by the simulated person of the practice instrument)'] : [];
      const shown = checks.map(({ result: check, says }) => `- ${check}: ${says}`);
      const next = outcome.next === null ? [] : [`Next: ${outcome.next}`];
      return [id, outcome.status, [outcome.says, ...by, ...shown, ...next].join('\n')];
    });
    output.line(drawTable([20, 16], ['Step', 'Outcome', 'What happened'], rows));
  }
  for (const { cve, state, because } of result.verdicts) {
    output.line(`${cve}: ${stateText(state, output)}. ${because}`);
  }
  output.line(`Overall: ${stateText(result.overall, output)}`);
  if (result.problem !== null) output.line(problemText(result.problem, output));
  if (result.end === 'interim') output.line('Restart the instrument, then run `ucs-remedy resume`.');
  if (result.pack !== null) output.line(`Judged with ${packName(result.pack)}.`);
  if (result.contact !== null) output.line(`Contact for questions: ${result.contact}`);
  output.line(`Receipt: ${receiptPath}`);
}

/** The document of `run`, `resume` and `rollback`. */
export function resultDocument(result: RunResult, receiptPath: string) {
  return {
    runId: result.runId,
    end: result.end,
    overall: result.overall,
    verdicts: result.verdicts,
    steps: result.steps.map(({ id, outcome, mode, performedBy, checks }) => ({
      id,
      outcome: outcome.status,
      code: outcome.code,
      says: outcome.says,
      mode,
      performedBy,
      checks,
    })),
    receipt: receiptPath,
    pack: result.pack,
    contact: result.contact,
    ...(result.problem === null ? {} : { error: result.problem }),
  };
}
