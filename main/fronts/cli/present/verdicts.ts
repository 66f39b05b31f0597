import Table from 'cli-table3';
import type { Assessment, Verdict, VerdictState } from '../../../model/assessment.ts';
import { packName } from '../../../model/pack-stamp.ts';
import type { Output } from '../output.ts';

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
export function stateText(state: VerdictState, { colours }: Output): string {
  if (state === 'exposed' || state === 'conflict') return colours.red(MEANING[state]);
  if (state === 'unknown' || state === 'pending-reboot') return colours.yellow(MEANING[state]);
  return colours.green(MEANING[state]);
}

/** Columns there are to write in; a file or a pipe gets a usual page width. */
export function lineWidth(): number {
  return Math.min(Math.max(process.stdout.columns ?? 100, 60), 140);
}

/** Width of a last column that takes what the others leave of the line. */
function lastColumn(widths: readonly number[]): number {
  return Math.max(lineWidth() - widths.reduce((sum, width) => sum + width + 1, 0) - 2, 20);
}

/** Breaks words (paths, digests) that are longer than a column; the table would cut them off. */
function breakLongWords(text: string, columnWidth: number): string {
  // Two columns of padding, and room for the indent of an evidence line.
  const room = columnWidth - 6;
  return text.replace(new RegExp(`\\S{${room}}(?=\\S)`, 'g'), '$&\n');
}

/** A table whose last column takes what is left of the line and wraps. */
export function wrappingTable(widths: readonly number[], head: readonly string[] = []): Table.Table {
  return new Table({
    head: [...head],
    colWidths: [...widths, lastColumn(widths)],
    wordWrap: true,
    style: { head: [], border: [], compact: false },
  });
}

function verdictTable(verdicts: readonly Verdict[], output: Output): string {
  const widths = [15, 26];
  const table = wrappingTable(widths, ['Weakness', 'State', 'Why, and what shows it']);
  for (const { cve, state, because, evidence } of verdicts) {
    const shown = evidence.map(({ says, source, at }) => `- ${says}\n  (${source}, ${at})`);
    const why = breakLongWords([because, ...shown].join('\n'), lastColumn(widths));
    table.push([cve, stateText(state, output), why]);
  }
  return table.toString();
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
  // Drawing a table takes longer than judging; a program that reads JSON need not wait for it.
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
