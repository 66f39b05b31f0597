import type { LeftOutStep, PlannedStep } from '../../model/plan.ts';
import type { ReceiptContent } from '../../model/receipt.ts';
import type { Check, StepRecord } from '../../model/step-result.ts';
import { digest, facts } from './facts.ts';
import { type Html, html } from './html.ts';
import {
  APPROVALS,
  CHECK_RESULTS,
  CHECK_SUBJECTS,
  PERFORMERS,
  printTime,
  ROLES,
  STEP_STATUSES,
  STEPS,
} from './words.ts';

/** Every step as it went, with what was planned for it and what was checked afterwards; then what was left out. */
export function work({ steps, plan }: ReceiptContent): Html {
  const planned = plan?.steps ?? [];
  if (steps.length === 0 && planned.length === 0) return html`<p>No step was carried out.</p>`;
  const unrecorded = ({ id }: { id: StepRecord['id'] }) => !steps.some((record) => record.id === id);
  return html`${steps.map((record) => stepBlock(record, planned))}${planned.filter(unrecorded).map(plannedOnly)}${leftOut((plan?.leftOut ?? []).filter(unrecorded))}`;
}

function stepBlock(record: StepRecord, planned: readonly PlannedStep[]): Html {
  const plan = planned.find((step) => step.id === record.id);
  const by = record.performedBy === null ? null : `, ${PERFORMERS[record.performedBy]}`;
  const times =
    record.startedAt === null
      ? null
      : html`<p class="quiet">${printTime(record.startedAt)} to ${record.endedAt === null ? 'not ended' : printTime(record.endedAt)}</p>\n`;
  const next = record.outcome.next === null ? null : html`<p>What to do: ${record.outcome.next}</p>\n`;
  return html`<div class="step">
<h3>${STEPS[record.id]}: ${STEP_STATUSES[record.outcome.status]}</h3>
<p class="quiet">${record.mode === 'guided' ? 'Guided step' : 'Automatic step'}${by}</p>
${times}<p>${record.outcome.says}</p>
${next}${plan === undefined ? null : plannedDetails(plan)}${checks(record.checks)}</div>
`;
}

function plannedOnly(step: PlannedStep): Html {
  return html`<div class="step">
<h3>${STEPS[step.id]}: Planned, not carried out</h3>
${plannedDetails(step)}</div>
`;
}

function plannedDetails(step: PlannedStep): Html {
  const condition = step.condition === null ? null : html`<p class="quiet">Condition: ${step.condition.text}</p>\n`;
  const changes =
    step.changes.length === 0
      ? null
      : html`<table class="small">
<thead><tr><th scope="col">Planned change</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
<tbody>
${step.changes.map((change) => html`<tr><td>${change.what}</td><td>${change.before}</td><td>${change.after}</td></tr>\n`)}</tbody>
</table>
`;
  return html`<p class="quiet">Why: ${step.because}${step.reversible ? null : ' This step cannot be undone by the program.'}</p>
${condition}${step.warnings.map((text) => html`<p class="quiet">Warning: ${text}</p>\n`)}${changes}`;
}

function checks(made: readonly Check[]): Html | null {
  if (made.length === 0) return null;
  return html`<table class="small">
<thead><tr><th scope="col">Checked afterwards</th><th scope="col">Question</th><th scope="col">Result</th></tr></thead>
<tbody>
${made.map(
  (check) =>
    html`<tr><td>${check.says} <span class="quiet">(${check.source})</span></td><td>${CHECK_SUBJECTS[check.about]}</td><td>${CHECK_RESULTS[check.result]}</td></tr>\n`,
)}</tbody>
</table>
`;
}

function leftOut(steps: readonly LeftOutStep[]): Html | null {
  if (steps.length === 0) return null;
  return html`<div class="step">
<h3>Left out of the plan</h3>
<ul>
${steps.map((step) => html`<li>${STEPS[step.id]}: ${step.because}</li>\n`)}</ul>
</div>
`;
}

/** Who did it, why, and who allowed it. Nothing here is checked by the program; the page says so. */
export function people({ operator, changeControl, approval, confirmations, accounts }: ReceiptContent): Html {
  const control =
    changeControl === null
      ? null
      : html`<div class="warn"><h3>Change control</h3>
<p>Reference ${changeControl.reference}, authorised by ${changeControl.authorisedBy}. The person confirmed that the vendor\u2019s guide was read.</p>
<p>Requalify the instrument by your own procedure before it is used for diagnosis.</p></div>`;
  return html`${facts([
    ['Operator', operator.name],
    ['Role', `${ROLES[operator.role]} (as stated by the person, not checked)`],
    ['Site', operator.site || 'not given'],
    ['Reason', operator.reason || 'not given'],
    ['Approval of the plan', approval === null ? 'No plan was approved' : APPROVALS[approval.kind]],
    ['Confirmed: not in use', confirmations.idle ? 'Yes, by the person' : 'Not confirmed'],
    ['Confirmed: backup exists', confirmations.backup ? 'Yes, by the person' : 'Not confirmed'],
    ['Logged-on account', accounts.operatorSession],
    ['Changes made as', accounts.helper],
  ])}
${control}`;
}

/** What ties this page to the signed file. */
export function integrity(receipt: ReceiptContent, fingerprint: string): Html {
  const { clock, journal, program } = receipt;
  const synchronised = clock.synchronised === null ? 'not known' : clock.synchronised ? 'yes' : 'no';
  return facts([
    ['Receipt', receipt.receiptId],
    ['Replaces receipt', receipt.supersedes ?? 'none'],
    ['Run', receipt.runId],
    ['Issued', printTime(receipt.issuedAt)],
    ['Clock', `${clock.source}; follows a time source: ${synchronised}`],
    ['Key fingerprint', html`<code>sha256:${fingerprint}</code>`],
    ['Plan', receipt.planDigest === null ? 'none' : digest(receipt.planDigest)],
    ['Journal', html`${digest(journal.head)} after ${journal.entries} entries`],
    ['Program', html`UCS Remediation Wizard ${program.version}, ${digest(program.digest)}`],
  ]);
}
