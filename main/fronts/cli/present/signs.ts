import type { NetworkAdvice, SignFinding, SignGrade } from '../../../model/sign-finding.ts';
import type { Output } from '../output.ts';

/** Lines of evidence shown on a screen; `--json` and the receipt have the rest. */
const SHOWN = 6;

function gradeText(grade: SignGrade, { colours }: Output): string {
  switch (grade) {
    case 'strong':
      return colours.red('STRONG SIGN');
    case 'review':
      return colours.yellow('TO BE LOOKED AT');
    case 'note':
      return 'Note';
  }
}

function showEvidence(evidence: SignFinding['evidence'], { line, colours }: Output): void {
  for (const { says, source } of evidence.slice(0, SHOWN)) line(`  - ${says} ${colours.dim(`(${source})`)}`);
  if (evidence.length > SHOWN) line(`  - and ${evidence.length - SHOWN} more (see --json)`);
}

/** Shows possible signs of exploitation to a person, the strong ones first. */
export function showSigns(signs: readonly SignFinding[], output: Output): void {
  output.line(output.colours.bold('Signs of exploitation'));
  for (const { grade, says, why, evidence } of signs) {
    output.line(`${gradeText(grade, output)}: ${says}`);
    if (grade !== 'note') output.line(`  Why it matters: ${why}`);
    showEvidence(evidence, output);
  }
}

/** Shows advice on the network around the instrument to a person. */
export function showNetworkAdvice(exposure: readonly NetworkAdvice[], output: Output): void {
  output.line(output.colours.bold('Network advice (nothing is changed for it)'));
  for (const { says, advice, evidence } of exposure) {
    output.line(says);
    output.line(`  Advice: ${advice}`);
    showEvidence(evidence, output);
  }
}
