import type { VerdictState } from '../../model/assessment.ts';
import { type Content, type Html, html } from './html.ts';
import { STATES } from './words.ts';

const NOT_KNOWN = 'not known';

const TONES: Record<VerdictState, string> = {
  exposed: 'open',
  conflict: 'open',
  unknown: 'waits',
  'pending-reboot': 'waits',
  mitigated: 'closed',
  fixed: 'closed',
  'not-affected': 'closed',
};

/** A state as word and sign in a frame: the frame's kind differs too, so colour is never the only difference. */
export function stateLabel(state: VerdictState): Html {
  return html`<span class="state ${TONES[state]}"><b>${STATES[state].sign}</b>${STATES[state].word}</span>`;
}

/** A list of names and values; `null` is printed as "not known", so that a gap is never overlooked. */
export function facts(rows: readonly (readonly [name: string, value: Content])[]): Html {
  return html`<dl>
${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value === null || value === '' ? NOT_KNOWN : value}</dd>\n`)}</dl>`;
}

/** A digest, in full. */
export function digest(value: string): Html {
  return html`<code>${value}</code>`;
}

/** A chapter of the page; on practice receipts every heading says so, because pages get printed and separated. */
export function section(practice: boolean, title: string, content: Content): Html {
  const stamp = practice ? html`<span class="stamp">PRACTICE</span>` : null;
  return html`<section>
<h2>${stamp}${title}</h2>
${content}
</section>
`;
}
