import { expect, test } from 'vitest';
import { digestOf } from '../../../main/model/json.ts';
import type { ReceiptPack } from '../../../main/model/receipt.ts';
import { renderPage } from '../../../main/receipt/page.ts';
import { makeStatement } from '../../../main/receipt/statement.ts';
import { sampleReceipt } from '../receipt/sample-receipt.ts';
import { trustedPack } from './pack-bench.ts';

const { stamp } = await trustedPack();

function pageWith(pack: ReceiptPack | null): string {
  const sample = sampleReceipt();
  const plan = { ...sample.plan!, pack: pack?.stamp ?? null };
  return renderPage(makeStatement({ ...sample, pack, plan, planDigest: digestOf(plan) }), 'a'.repeat(64));
}

test('the page says which pack, by which key, and where each value comes from', () => {
  const contact = { value: 'it@example.org', source: 'telephone list' };
  const page = pageWith({ stamp, contact, values: [{ what: 'Port to close: UDP 4711', source: 'letter of May' }] });
  for (const text of [
    'test-pack, number 5',
    stamp.fingerprint,
    stamp.digest,
    'telephone list',
    'UDP 4711',
    'letter of May',
  ]) {
    expect(page).toContain(text);
  }
});

test('the page says it too where no pack was used, or the pack says nothing about this instrument', () => {
  expect(pageWith(null)).toContain('No site pack was used');
  expect(pageWith({ stamp, contact: null, values: [] })).toContain('says nothing about this instrument');
});

test('markup in a pack stays text', () => {
  const evil = '<script>alert(1)</script>';
  const page = pageWith({ stamp: { ...stamp, issuer: evil }, contact: null, values: [{ what: evil, source: evil }] });
  expect(page).not.toContain('<script');
});
