import type { Assessment, Verdict, VerdictState } from '../../../model/assessment.ts';
import { packName } from '../../../model/pack-stamp.ts';
import type { Output } from '../output.ts';
import { type Cell, drawTable } from './table.ts';

/** What each state means, in words a lab uses. */
const MEANING: Record<VerdictState, string> = {
  exposed: 'EXPOSED - action needed',
  conflict: 'CONFLICT - a change is overridden',
  unknown: 'UNKNOWN - could not be told',
  'pending-reboot': 'PENDING - waits for a restart or log-off',
  mitigated: 'MITIGATED - closed, not fixed by the vendor',
  fixed: 'FIXED by the vendor',
  'not-affected': 'NOT AFFECTED',
};

/** A state in words, coloured on a terminal. */
export function stateText(state: VerdictState, output: Output): string {
  return painter(state, output)(MEANING[state]);
}

function painter(state: VerdictState, { colours }: Output): (text: string) => string {
  if (state === 'exposed' || state === 'conflict') return colours.red;
  if (state === 'unknown' || state === 'pending-reboot') return colours.yellow;
  return colours.green;
}

/** A state as a cell of a table. */
function stateCell(state: VerdictState, output: Output): Cell {
  return { text: MEANING[state], paint: painter(state, output) };
}

function verdictTable(verdicts: readonly Verdict[], output: Output): string {
  const rows = verdicts.map(({ cve, state, because, evidence }): Cell[] => {
    const shown = evidence.map(({ says, source, at }) => `- ${says}\n  (${source}, ${at})`);
    return [cve, stateCell(state, output), [because, ...shown].join('\n')];
  });
  return drawTable([15, 26], ['Weakness', 'State', 'Why, and what shows it'], rows);
}

/** The instrument as it was identified, line by line. */
function instrumentLines({ identification }: Assessment): string[] {
  const { productName, undecidedBecause, versions, mode, modeSource, serial, ucsVersion } = identification;
  const modes = {
    RUO: 'research use (RUO)',
    Dx: 'in-vitro diagnostics (Dx)',
    single: 'one mode only',
    unknown: 'unknown',
  };
  return [
    `Instrument   ${productName ?? `not identified: ${undecidedBecause ?? 'no evidence'}`}`,
    `Version      ${versions.length === 0 ? 'unknown' : versions.join(', ')}`,
    `Mode         ${modes[mode]} (${modeSource})`,
    `Serial       ${serial ?? 'unknown'}`,
    `UCS version  ${ucsVersion ?? 'unknown'}`,
  ];
}

/** "Not listed" is a good word; it is said only of an instrument that is known well enough for it. */
function listingText({ listed, overall }: Assessment): string {
  if (listed.length > 0) return `listed as ${listed.join(', ')}`;
  return overall === 'not-affected' ? 'not listed' : 'no entry matches what could be read';
}

/** Shows an assessment to a person: instrument, verdicts with evidence, notes, catalogue. */
export function showAssessment(assessment: Assessment, output: Output): void {
  if (output.json) return;
  const { catalogue, pack, overall, verdicts, notes, identification } = assessment;
  for (const line of instrumentLines(assessment)) output.line(line);
  for (const contradiction of identification.contradictions) output.line(output.colours.yellow(`! ${contradiction}`));
  output.line(`Advisory     ${listingText(assessment)}`);
  output.line();
  output.line(verdictTable(verdicts, output));
  output.line(`Overall: ${stateText(overall, output)}`);
  for (const { text } of notes) output.line(`Note: ${text}`);
  output.line(
    output.colours.dim(`Judged by catalogue ${catalogue.version} of ${catalogue.date} (sha256 ${catalogue.digest})`),
  );
  if (pack !== null) output.line(output.colours.dim(`and by ${packName(pack)}, sha256 ${pack.digest}`));
}
