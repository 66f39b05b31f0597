import { createHash } from 'node:crypto';
import type { ReceiptStatement } from '../model/receipt.ts';
import { section } from './page/facts.ts';
import { Html, html } from './page/html.ts';
import { sitePack } from './page/pack-section.ts';
import { beforeAndAfter, evidence, headline, instrument, result, warnings } from './page/result-sections.ts';
import { networkAdvice, signs } from './page/sign-sections.ts';
import { STYLE } from './page/style.ts';
import { integrity, people, work } from './page/work-sections.ts';

/** Nothing may be loaded or run; the one style sheet is allowed by its own digest. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const PRACTICE_BAND = html`<div class="band" role="note"><strong>PRACTICE</strong>
This receipt comes from a virtual training instrument. It says nothing about any real instrument.</div>
`;

function howToVerify(receiptId: string): Html {
  return html`<p>This page is a copy for reading. What counts is the signed file ${receiptId}.receipt.json; this page must lie beside it unchanged.</p>
<p>Get the fingerprint of the key from the issuer by another way than these files, enrol it, then check the receipt:</p>
<pre><code>ucs-remedy key trust FINGERPRINT
ucs-remedy verify ${receiptId}.receipt.json</code></pre>
<p class="quiet">The signature shows that the receipt was not altered and which key signed it. A key made on the instrument cannot show that the instrument told the truth: check its network exposure from a second machine as well. The check also works with OpenSSL alone, see docs/verify-with-openssl.md of the program.</p>`;
}

function practiceVerify(receiptId: string): Html {
  return html`<p>A practice receipt is never trusted. Its form can be checked with its own key:</p>
<pre><code>ucs-remedy verify ${receiptId}.receipt.json --key ${receiptId}.pub.pem</code></pre>`;
}

/**
 * The page of a receipt for people: one self-contained HTML text without script or outside reference. A pure function of the
 * statement and the signing key's fingerprint, the same on every machine, because `verify` makes it again and compares.
 * A change to its wording or layout makes the pages of older receipts count as altered: give such a change a new receipt
 * schema and keep this rendering for `ucs-receipt/1`.
 */
export function renderPage(statement: ReceiptStatement, fingerprint: string): string {
  const receipt = statement.predicate;
  const { practice, receiptId } = receipt;
  const attention = warnings(receipt);
  const sections: [title: string, content: Html][] = [
    ['Result', result(receipt)],
    ...(attention === null ? [] : [['Read this too', attention] satisfies [string, Html]]),
    ['Instrument', instrument(receipt)],
    ['Before and after', beforeAndAfter(receipt)],
    ['What was done', work(receipt)],
    ['Signs of exploitation', signs(receipt)],
    ['Network advice', networkAdvice(receipt)],
    ['Site pack', sitePack(receipt)],
    ['Who and why', people(receipt)],
    ['Evidence', evidence(receipt)],
    ['Signature and origin', integrity(receipt, fingerprint)],
    ['How to check this receipt', practice ? practiceVerify(receiptId) : howToVerify(receiptId)],
  ];
  const page = html`${new Html('<!DOCTYPE html>')}
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${practice ? 'PRACTICE ' : null}Receipt ${receiptId}</title>
<style>${new Html(STYLE)}</style>
</head>
<body${practice ? html` class="practice"` : null}>
${practice ? PRACTICE_BAND : null}<header>
<p class="maker">UCS Remediation Wizard</p>
<h1>${practice ? 'Practice receipt' : 'Remediation receipt'}</h1>
${headline(receipt)}
</header>
<main>
${sections.map(([title, content]) => section(practice, title, content))}</main>
</body>
</html>
`;
  return page.markup;
}
