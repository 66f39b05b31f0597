import type { ReceiptContent } from '../../model/receipt.ts';
import { digest, facts } from './facts.ts';
import { type Html, html } from './html.ts';
import { printTime } from './words.ts';

/** Which site pack was used, who signed it, and what it says about this instrument with the source of every value. */
export function sitePack({ pack }: ReceiptContent): Html {
  if (pack === null)
    return html`<p>No site pack was used. What the verdicts rest on beside the readings is the public advisory.</p>`;
  const { stamp, contact, values } = pack;
  return html`${facts([
    ['Pack', `${stamp.packId}, number ${stamp.counter}`],
    ['Issuer', `${stamp.issuer} (as the pack says)`],
    ['Signed with the key', html`<code>sha256:${stamp.fingerprint}</code>`],
    ['Expires', printTime(stamp.expiresAt)],
    ['Digest of what was signed', digest(stamp.digest)],
    ['Contact for questions', contact === null ? 'none named' : `${contact.value} (source: ${contact.source})`],
  ])}
${values.length === 0 ? html`<p>The pack says nothing about this instrument.</p>` : valueTable(values)}`;
}

function valueTable(values: NonNullable<ReceiptContent['pack']>['values']): Html {
  return html`<table class="small">
<thead><tr><th scope="col">What the pack says</th><th scope="col">Source it gives</th></tr></thead>
<tbody>
${values.map(({ what, source }) => html`<tr><td>${what}</td><td>${source}</td></tr>\n`)}</tbody>
</table>
`;
}
