import type { Verdict } from '../../model/assessment.ts';
import type { ReceiptContent, ReceiptLook } from '../../model/receipt.ts';
import { digest, facts, stateLabel } from './facts.ts';
import { type Content, type Html, html } from './html.ts';
import { ENDS, MODES, printTime, STATES, WEAKNESSES } from './words.ts';

/** What a security officer needs at a glance: instrument, overall state, one block a weakness. */
export function result(receipt: ReceiptContent): Html {
  const { catalogue, after, before } = receipt;
  const lostSight = after === null && receipt.overall !== before.overall;
  const seen = lostSight
    ? 'The instrument could not be looked at again after the run.'
    : `As observed on ${printTime((after ?? before).observedAt)}.`;
  return html`<div class="overall">${stateLabel(receipt.overall)}<p>${STATES[receipt.overall].means}</p></div>
${receipt.verdicts.map(verdictBlock)}<p class="quiet">${seen} Judged by catalogue ${catalogue.version} of ${catalogue.date} (${digest(catalogue.digest)}).</p>`;
}

function verdictBlock(verdict: Verdict): Html {
  return html`<article class="verdict">
<header><h3>${verdict.cve} <span class="quiet">${WEAKNESSES[verdict.cve]}</span></h3>${stateLabel(verdict.state)}</header>
<p>${verdict.because}</p>
</article>
`;
}

/** Everything that must reach the reader beside the verdicts. */
export function warnings(receipt: ReceiptContent): Html | null {
  const { error, findings, notes, clock, instrument } = receipt;
  const shown: Content[] = [];
  if (error !== null) {
    shown.push(warning('The run met a problem', [error.message, error.next, `Code: ${error.code}`]));
  }
  const strong = findings.filter(({ grade }) => grade === 'strong').map(({ says }) => says);
  if (strong.length > 0) shown.push(warning('Strong signs of exploitation', strong));
  if (instrument.stated.length > 0)
    shown.push(warning('Stated by a person, not read from the instrument', instrument.stated));
  for (const note of notes) shown.push(warning(null, [note.text]));
  if (clock.warning !== null) shown.push(warning('Clock', [clock.warning]));
  return shown.length === 0 ? null : html`${shown}`;
}

function warning(title: string | null, sentences: readonly string[]): Html {
  const heading = title === null ? null : html`<h3>${title}</h3>\n`;
  return html`<div class="warn">
${heading}${sentences.map((sentence) => html`<p>${sentence}</p>\n`)}</div>
`;
}

/** What the instrument is, as far as it could be told. */
export function instrument(receipt: ReceiptContent): Html {
  const { instrument: it } = receipt;
  return facts([
    ['Product', it.product],
    [
      'Version',
      it.versions.length > 1 ? `${it.version ?? ''} (all values found: ${it.versions.join(', ')})` : it.version,
    ],
    ['Mode that was running', MODES[it.mode]],
    ['Serial number', it.serial],
    ['UCS version', it.ucsVersion],
    ['Machine id', it.machineId],
    ['Matching advisory entries', receipt.listed.length === 0 ? 'none' : receipt.listed.join(', ')],
  ]);
}

/** Both looks side by side. */
export function beforeAndAfter({ before, after }: ReceiptContent): Html {
  const row = (name: string, show: (look: ReceiptLook) => Content) =>
    html`<tr><th scope="row">${name}</th><td>${show(before)}</td><td>${after === null ? '\u2013' : show(after)}</td></tr>\n`;
  const stateOf = (look: ReceiptLook, verdict: Verdict) => look.verdicts.find((each) => each.cve === verdict.cve);
  const verdictRow = (verdict: Verdict) =>
    row(verdict.cve, (look) => {
      const state = stateOf(look, verdict)?.state;
      return state === undefined ? null : stateLabel(state);
    });
  return html`<table class="looks">
<thead><tr><td></td><th scope="col">Before</th><th scope="col">After${after === null ? ' (not looked at again)' : null}</th></tr></thead>
<tbody>
${row('Looked at', (look) => printTime(look.observedAt))}${row('Overall', (look) => stateLabel(look.overall))}${before.verdicts.map(verdictRow)}${row('Advisory entries', (look) => (look.listed.length === 0 ? 'none' : look.listed.join(', ')))}${row('Digest of everything read', (look) => digest(look.observationDigest))}</tbody>
</table>`;
}

/** The readings each verdict rests on. */
export function evidence(receipt: ReceiptContent): Html {
  return html`${receipt.verdicts.map(
    (verdict) => html`<h3>${verdict.cve}: ${STATES[verdict.state].word}</h3>
${verdict.evidence.length === 0 ? html`<p class="quiet">No reading supports a better verdict.</p>\n` : evidenceTable(verdict)}`,
  )}`;
}

function evidenceTable(verdict: Verdict): Html {
  return html`<table class="small">
<thead><tr><th scope="col">What it says</th><th scope="col">Read from</th><th scope="col">When</th></tr></thead>
<tbody>
${verdict.evidence.map(
  (each) =>
    html`<tr><td>${each.says}</td><td>${each.fact === 'person' ? 'Stated by a person: ' : null}${each.source}</td><td>${printTime(each.at)}</td></tr>\n`,
)}</tbody>
</table>
`;
}

/** The sentence under the title. */
export function headline(receipt: ReceiptContent): Html {
  const { product, version, serial } = receipt.instrument;
  const name = [product ?? 'Instrument not identified', version].filter((part) => part !== null).join(' ');
  return html`<p class="lead"><strong>${name}</strong>, serial number ${serial ?? 'not known'}</p>
<p class="lead">${ENDS[receipt.kind]}</p>`;
}
