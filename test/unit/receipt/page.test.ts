import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../../main/model/json.ts';
import { escapeText } from '../../../main/receipt/page/html.ts';
import { renderPage } from '../../../main/receipt/page.ts';
import { makeStatement } from '../../../main/receipt/statement.ts';
import { sampleRealReceipt, sampleReceipt } from './sample-receipt.ts';

const fingerprint = 'a'.repeat(64);
const render = (content = sampleReceipt()) => renderPage(makeStatement(content), fingerprint);

/** What a person reads: the page without its style sheet and tags. */
function readable(page: string): string {
  return page
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
}

describe('the page', () => {
  test('is the same wherever and whenever it is made', () => {
    const zone = process.env['TZ'];
    const here = render();
    process.env['TZ'] = 'Pacific/Kiritimati';
    expect(render()).toBe(here);
    process.env['TZ'] = zone ?? '';
    if (zone === undefined) delete process.env['TZ'];
  });

  test('loads nothing, runs nothing, links nowhere', () => {
    const page = render(sampleRealReceipt());
    expect(page).not.toMatch(
      /<script|javascript:|<link|<img|<iframe|<object|<form|@import|url\(|\ssrc=|\shref=|\son\w+=|\sstyle=/i,
    );
    expect(page).not.toMatch(/https?:/);
    expect(page).toContain(`content="default-src 'none'; style-src 'sha256-`);
  });

  test('allows exactly its own style sheet', () => {
    const page = render();
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)![1]!;
    expect(page.match(/<style>/g)).toHaveLength(1);
    expect(page).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  });

  test('of practice says so first, in every heading and in the title; a real one never', () => {
    const practice = readable(render());
    expect(practice.trim()).toMatch(
      /^PRACTICE Receipt 2026-11-23-0011223344556677 PRACTICE This receipt comes from a virtual/,
    );
    expect(render().match(/<h2>/g)).toHaveLength(render().match(/<h2><span class="stamp">PRACTICE<\/span>/g)!.length);
    expect(readable(render(sampleRealReceipt()))).not.toContain('PRACTICE');
  });

  test('markup in anything a person or a machine wrote stays text', () => {
    const evil = `<script>alert(1)</script>"'&<b onclick=x>`;
    const content = sampleReceipt();
    const page = render({
      ...content,
      operator: { ...content.operator, name: evil, site: evil, reason: evil },
      instrument: {
        ...content.instrument,
        product: evil,
        version: evil,
        serial: evil,
        stated: [evil],
        machineId: evil,
      },
      notes: [{ code: 'x', text: evil }],
      findings: [{ code: evil, grade: 'strong', says: evil, why: evil, evidence: [] }],
      signsAccepted: { reason: evil, by: evil },
      exposure: [{ code: evil, says: evil, advice: evil, evidence: [] }],
      error: { code: evil, message: evil, next: evil },
      clock: { source: evil, synchronised: false, warning: evil },
      accounts: { helper: evil, operatorSession: evil },
      steps: content.steps.map((step) => ({ ...step, outcome: { ...step.outcome, says: evil, next: evil } })),
      changeControl: { reference: evil, authorisedBy: evil, guideRead: true },
    });
    expect(page).not.toContain('<script');
    expect(page).not.toContain('<b onclick');
    expect(page.split('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;').length).toBeGreaterThan(15);
  });

  test('a name cannot turn or hide the text around it', () => {
    expect(escapeText('exposed\u202edexif\u2066\u200b\u0000\u001b\r\ud800')).toBe(
      'exposed\u27e8U+202E\u27e9dexif\u27e8U+2066\u27e9\u27e8U+200B\u27e9\u27e8U+0000\u27e9\u27e8U+001B\u27e9\u27e8U+000D\u27e9\u27e8U+D800\u27e9',
    );
    expect(escapeText('Universit\u00e4t \u6771\u4eac \ud83e\uddec\nline')).toBe(
      'Universit\u00e4t \u6771\u4eac \ud83e\uddec\nline',
    );
  });

  test('a mitigated instrument is never called fixed', () => {
    expect(readable(render()).toLowerCase()).not.toContain('fixed');
  });

  test('tells the whole story: verdicts, readings, steps, person, remarks, key', () => {
    const text = readable(render());
    for (const expected of [
      'Mitigated',
      'Exposed',
      'CVE-2023-1968',
      'CVE-2023-1966',
      'listens on 0.0.0.0, TCP port 18081',
      'Close ports in the firewall: Done',
      'blocked on every profile',
      'No installer file was chosen.',
      'Field technician (as stated by the person, not checked)',
      'expires after 180 days',
      'It is not known whether the clock',
      `sha256:${fingerprint}`,
      '4.0.0.1769',
      'M00001',
      'CSAFPID-0005',
      'catalogue 1.0.0 of 2026-11-23',
      '2026-11-23 09:21:40 UTC',
    ]) {
      expect(text).toContain(expected);
    }
  });

  test('prints what is not known as not known, and says when nobody looked again', () => {
    const content = sampleReceipt();
    const { before } = content;
    const text = readable(
      render({
        ...content,
        kind: 'stopped',
        after: null,
        overall: before.overall,
        verdicts: before.verdicts,
        plan: null,
        planDigest: null,
        approval: null,
        steps: [],
        instrument: {
          ...content.instrument,
          product: null,
          version: null,
          versions: [],
          serial: null,
          mode: 'unknown',
        },
      }),
    );
    for (const expected of [
      'Instrument not identified',
      'serial number not known',
      'After (not looked at again)',
      'No step was carried out.',
      'treated as in-vitro diagnostic',
    ]) {
      expect(text).toContain(expected);
    }
  });

  test('never dates "unknown" to a look that came before the changes', () => {
    const content = sampleReceipt();
    const verdicts = content.verdicts.map((verdict) => ({ ...verdict, state: 'unknown' as const, evidence: [] }));
    const text = readable(render({ ...content, kind: 'failed', after: null, overall: 'unknown', verdicts }));
    expect(text).toContain('could not be looked at again after the run');
    expect(text).not.toContain('As observed on');
  });

  // Pages of receipts already issued are compared byte for byte. See the docstring of renderPage before changing this digest.
  test('keeps its exact text, else the pages of older receipts would count as altered', () => {
    expect(sha256(render())).toBe('9fce3048b52023ec1313ee1dc0732ed37e014f4600a7cd97fb3af7c260638371');
  });
});
