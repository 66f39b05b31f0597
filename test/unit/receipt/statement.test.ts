import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../main/model/json.ts';
import type { ReceiptContent } from '../../../main/model/receipt.ts';
import { makeStatement, parseStatement } from '../../../main/receipt/statement.ts';
import { sampleRealReceipt, sampleReceipt } from './sample-receipt.ts';

describe('a statement', () => {
  test('names the last look as its subject, so that the verdicts cannot be moved to another reading', () => {
    const statement = makeStatement(sampleReceipt());
    expect(statement.subject).toEqual([
      { name: 'observation:practice-miseq-4.0-ruo', digest: { sha256: 'c'.repeat(64) } },
    ]);
    const { before } = sampleReceipt();
    const stopped = sampleReceipt({ after: null, overall: before.overall, verdicts: before.verdicts, steps: [] });
    expect(makeStatement(stopped).subject[0].digest.sha256).toBe('b'.repeat(64));
  });

  test('of practice has a type of its own', () => {
    expect(makeStatement(sampleReceipt()).predicateType).toBe('urn:ucs-remediation-wizard:practice-receipt:v1');
    expect(makeStatement(sampleRealReceipt()).predicateType).toBe('urn:ucs-remediation-wizard:receipt:v1');
  });

  test('survives being written and read', () => {
    const statement = makeStatement(sampleReceipt());
    expect(parseStatement(canonicalJson(statement))).toEqual(statement);
  });

  test.each(['../../etc/x', 'con', 'UPPERCASE-ID', 'with space', 'a'.repeat(81)])('refuses the id %s', (receiptId) => {
    expect(() => makeStatement(sampleReceipt({ receiptId }))).toThrow();
  });
});

describe('a receipt that says two things at once is never issued and never read', () => {
  const good = sampleReceipt();
  const [first, second] = good.verdicts;
  const better = good.verdicts.map((verdict) => ({ ...verdict, state: 'fixed' as const }));
  const contradictions: [string, ReceiptContent][] = [
    ['an overall better than its worst verdict', { ...good, overall: 'fixed' }],
    ['verdicts better than the last look', { ...good, verdicts: better, overall: 'fixed' }],
    ['the same CVE twice', { ...good, verdicts: [first!, first!] }],
    ['a CVE left out', { ...good, verdicts: [second!] }],
    ['a good verdict from before the changes when nobody looked again', { ...good, after: null }],
    ['another plan digest', { ...good, planDigest: '0'.repeat(64) }],
    ['a plan without digest', { ...good, planDigest: null }],
    ['an approval of another plan', { ...good, approval: { kind: 'digest', digest: '0'.repeat(64) } }],
    ['an approval of no plan', { ...good, plan: null, planDigest: null, approval: { kind: 'ask', digest: null } }],
    ['a practice plan in a real receipt', { ...good, practice: false, approval: null }],
    ['blind approval on a real instrument', sampleRealReceipt({ approval: { kind: 'blind', digest: null } })],
    ['listed entries of another look', { ...good, listed: [] }],
  ];
  test.each(contradictions)('%s', (_name, content) => {
    expect(() => makeStatement(content)).toThrow(/does not hold/);
  });

  test('when nobody could look again after a change, "unknown" is the one thing it may say', () => {
    const unknown = good.verdicts.map((verdict) => ({ ...verdict, state: 'unknown' as const }));
    const content = sampleReceipt({ after: null, overall: 'unknown', verdicts: unknown, kind: 'failed' });
    expect(makeStatement(content).predicate.overall).toBe('unknown');
  });

  test.each([
    [
      'a real type around practice content',
      '"predicateType":"urn:ucs-remediation-wizard:practice-receipt:v1"',
      '"predicateType":"urn:ucs-remediation-wizard:receipt:v1"',
    ],
    ['another subject', `"sha256":"${'c'.repeat(64)}"`, `"sha256":"${'b'.repeat(64)}"`],
    ['a field twice', '"practice":true,', '"practice":true,"practice":true,'],
    ['a field of its own', '"practice":true,', '"practice":true,"practicer":true,'],
    ['white space', '"practice":true', '"practice": true'],
    ['another spelling of a sign', 'Laboratory 3', '\\u004caboratory 3'],
  ])('%s is not read', (_name, from, to) => {
    const text = canonicalJson(makeStatement(good));
    expect(text).toContain(from);
    expect(parseStatement(text.replace(from, to))).toBeNull();
  });

  test('rubbish is not read', () => {
    for (const text of ['', 'null', '[]', '{}', '['.repeat(200_000)]) expect(parseStatement(text)).toBeNull();
  });
});
