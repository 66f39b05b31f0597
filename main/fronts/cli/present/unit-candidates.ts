import type { UnitCandidate } from '../../../model/unit-candidate.ts';
import type { Output } from '../output.ts';

/** Shows units among which a person has to choose, each with what speaks for it; nothing where there is no choice. */
export function showUnitCandidates(candidates: readonly UnitCandidate[], output: Output): void {
  if (candidates.length === 0) return;
  output.line(output.colours.bold('Which unit is the copy service is not clear. It may be:'));
  for (const { unit, displayName, speaks } of candidates) {
    output.line(`  ${unit} ("${displayName}")`);
    for (const says of speaks) output.line(`    ${says}`);
  }
  output.line('If you know which it is: --ucs-unit NAME. It is recorded as your statement.');
  output.line();
}
