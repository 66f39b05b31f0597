import type { Evidence } from '../../model/assessment.ts';
import type { ReceiptContent } from '../../model/receipt.ts';
import type { SignFinding, SignGrade } from '../../model/sign-finding.ts';
import { type Html, html } from './html.ts';
import { printTime } from './words.ts';

const GRADES: Record<SignGrade, string> = {
  strong: 'Strong sign',
  review: 'To be looked at by a person',
  note: 'Note',
};

/** Every possible sign of exploitation with why it matters and what shows it, and who went on in spite of strong ones. */
export function signs({ findings, signsAccepted }: ReceiptContent): Html {
  const accepted =
    signsAccepted === null
      ? null
      : html`<div class="warn"><h3>The run went on although strong signs were found</h3>
<p>Decided by ${signsAccepted.by} (as stated by the person, not checked). Reason: ${signsAccepted.reason}</p></div>
`;
  return html`${accepted}${findings.map(findingBlock)}`;
}

function findingBlock({ code, grade, says, why, evidence }: SignFinding): Html {
  return html`<div class="step">
<h3>${GRADES[grade]}: ${says}</h3>
<p class="quiet">${why} (${code})</p>
${evidenceList(evidence)}</div>
`;
}

/** Advice on the network around the instrument. */
export function networkAdvice({ exposure }: ReceiptContent): Html {
  return html`<p class="quiet">In the sense of CISA\u2019s advisory. Nothing was changed for it.</p>
${exposure.map(
  ({ code, says, advice, evidence }) => html`<div class="step">
<h3>${says}</h3>
<p>${advice} <span class="quiet">(${code})</span></p>
${evidenceList(evidence)}</div>
`,
)}`;
}

function evidenceList(evidence: readonly Evidence[]): Html | null {
  if (evidence.length === 0) return null;
  return html`<ul>
${evidence.map(({ says, source, at }) => html`<li>${says} <span class="quiet">(${source}, ${printTime(at)})</span></li>\n`)}</ul>
`;
}
