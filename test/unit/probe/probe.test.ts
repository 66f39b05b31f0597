import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ProbeContent } from '../../../main/model/probe.ts';
import { issueReceipt, writeReceiptFiles } from '../../../main/receipt/bundle.ts';
import { sealStatement } from '../../../main/receipt/envelope.ts';
import { openProbe, readProbeEnvelope, sealProbe } from '../../../main/receipt/probe-envelope.ts';
import { portsNamedBy, readProbedReceipt } from '../../../main/receipt/probe-receipt.ts';
import { verifyProbes } from '../../../main/receipt/probe-verify.ts';
import { makeStatement } from '../../../main/receipt/statement.ts';
import { freshKey, sampleRealReceipt, sampleReceipt, temporaryFolder } from '../receipt/sample-receipt.ts';
import { failureOf } from '../run/run-bench.ts';
import { attempt, receiptNaming, receiptWithProbe, sampleProbe } from './sample-probe.ts';

const refused = (code: string) => ({ code, exitCode: 17 });

describe('a probe that says two things at once is never signed and never read', () => {
  const good = sampleProbe([attempt(5000, 'refused'), attempt(5001, 'open')]);
  it.each([
    ['a port that was not tried', { ports: [5000, 5001, 5002] }],
    ['an attempt nobody asked for', { ports: [5000] }],
    ['a second attempt at the same port', { attempts: [...good.attempts, attempt(5001, 'open')] }],
    ['an attempt at another address', { attempts: [attempt(5000, 'refused'), attempt(5001, 'open', '10.0.0.9')] }],
    ['open with an error', { attempts: [attempt(5000, 'refused'), { ...attempt(5001, 'open'), detail: 'EPERM' }] }],
    ['refused without one', { attempts: [{ ...attempt(5000, 'refused'), detail: null }, attempt(5001, 'open')] }],
    ['ports of a receipt that was not given', { portsFrom: 'receipt' as const }],
    ['an end before its beginning', { endedAt: '2026-11-23T09:00:00.000Z' }],
    ['ports in another order', { ports: [5001, 5000] }],
    ['a port number that is none', { ports: [0, 5000], attempts: [attempt(0, 'open'), attempt(5000, 'refused')] }],
  ])('%s', async (_what, changes) => {
    expect(ProbeContent.safeParse(good).success).toBe(true);
    const probe = { ...good, ...changes };
    expect(ProbeContent.safeParse(probe).success).toBe(false);
    const key = await freshKey('probe');
    expect(() => sealProbe(probe, key)).toThrow();
  });
});

describe('keys', () => {
  it.each(['instrument', 'practice'] as const)('a key of kind "%s" does not sign a probe', async (kind) => {
    const key = await freshKey(kind);
    expect(() => sealProbe(sampleProbe([attempt(5000, 'open')]), key)).toThrow(TypeError);
  });

  it('the key of a laptop that probes does not sign receipts', async () => {
    const key = await freshKey('probe');
    expect(() => sealStatement(makeStatement(sampleRealReceipt()), key)).toThrow(TypeError);
    expect(() => sealStatement(makeStatement(sampleReceipt()), key)).toThrow(TypeError);
  });

  it('what another key signed is not opened', async () => {
    const sealed = readProbeEnvelope(sealProbe(sampleProbe([attempt(5000, 'open')]), await freshKey('probe')));
    const other = (await freshKey('probe')).publicKey;
    expect(await failureOf((async () => openProbe(sealed, other))())).toEqual(refused('probe-key-unknown'));
    expect(await failureOf((async () => openProbe({ ...sealed, keyid: other.fingerprint }, other))())).toEqual(
      refused('probe-altered'),
    );
  });
});

describe('which ports are looked at', () => {
  it('the TCP ports the receipt says were to be closed, each once, and no UDP port', () => {
    expect(portsNamedBy(receiptNaming([5001, 5000, 5001]))).toEqual([5000, 5001]);
    expect(portsNamedBy(sampleRealReceipt({ plan: null, planDigest: null, approval: null }))).toEqual([]);
  });

  it('a practice receipt is refused: a virtual instrument has no ports', async () => {
    const bundle = issueReceipt(sampleReceipt(), await freshKey('practice'));
    const file = await writeReceiptFiles(await temporaryFolder(), bundle);
    expect(await failureOf(readProbedReceipt(file))).toEqual(refused('practice-not-probed'));
  });

  it('a file that is no receipt is refused', async () => {
    const file = `${await temporaryFolder()}/x.receipt.json`;
    expect(await failureOf(readProbedReceipt(file))).toEqual(refused('receipt-unreadable'));
    await writeFile(file, '{}');
    expect(await failureOf(readProbedReceipt(file))).toEqual(refused('receipt-malformed'));
  });
});

describe('a probe beside a receipt', () => {
  const closed = [attempt(5000, 'refused'), attempt(5001, 'no-answer')];

  it('leaves the receipt as it is, and is accepted by its own enrolled key', async () => {
    const { file, envelope, trustFolder, trustProbe } = await receiptWithProbe(receiptNaming([5000, 5001]), closed);
    expect(await readFile(file, 'utf8')).toBe(envelope);
    await trustProbe();
    const [report] = await verifyProbes(file, { trustFolder });
    expect(report).toMatchObject({ accepted: true, code: 'accepted', notProbed: [] });
    expect(report?.probe?.attempts.map(({ outcome }) => outcome)).toEqual(['refused', 'no-answer']);
  });

  it('is not believed because its key lies beside it, and nothing of it is repeated', async () => {
    const { file, trustFolder } = await receiptWithProbe(receiptNaming([5000, 5001]), closed);
    expect(await verifyProbes(file, { trustFolder })).toMatchObject([
      { accepted: false, code: 'probe-key-unknown', probe: null },
    ]);
    expect(await verifyProbes(file, null)).toMatchObject([{ accepted: false, code: 'probe-key-unknown', probe: null }]);
  });

  it('is not counted when its key was enrolled for an instrument: a machine does not look at itself from outside', async () => {
    const { file, trustFolder, trustProbe } = await receiptWithProbe(receiptNaming([5000, 5001]), closed);
    await trustProbe('instrument');
    expect(await verifyProbes(file, { trustFolder })).toMatchObject([
      { accepted: false, code: 'probe-key-other-use', probe: null },
    ]);
  });

  it('with one byte changed is not accepted', async () => {
    const { file, attached, trustFolder, trustProbe } = await receiptWithProbe(receiptNaming([5000, 5001]), closed);
    await trustProbe();
    const text = await readFile(attached, 'utf8');
    const payload = /"payload": "(.*)"/.exec(text)?.[1] ?? '';
    const changed = Buffer.from(payload, 'base64').toString().replace('"no-answer"', '"not-tried"');
    await writeFile(attached, text.replace(payload, Buffer.from(changed).toString('base64')));
    expect(await verifyProbes(file, { trustFolder })).toMatchObject([{ code: 'probe-altered', probe: null }]);
    await writeFile(attached, `${text} `);
    expect(await verifyProbes(file, { trustFolder })).toMatchObject([{ code: 'probe-malformed', probe: null }]);
  });

  it('that was made for another receipt is not accepted for this one', async () => {
    const other = { receipt: { id: '2026-11-23-0011223344556677', sha256: '9'.repeat(64) } };
    const { file, trustFolder, trustProbe } = await receiptWithProbe(receiptNaming([5000, 5001]), closed, other);
    await trustProbe();
    expect(await verifyProbes(file, { trustFolder })).toMatchObject([{ accepted: false, code: 'probe-other-receipt' }]);
  });

  it('that found a port open which the receipt calls closed is a contradiction, and says so', async () => {
    const open = [attempt(5000, 'open'), attempt(5001, 'refused')];
    const { file, trustFolder, trustProbe } = await receiptWithProbe(receiptNaming([5000, 5001]), open);
    await trustProbe();
    const [report] = await verifyProbes(file, { trustFolder });
    expect(report).toMatchObject({ accepted: true, code: 'probe-contradicts' });
    expect(report?.sentence).toContain('5000');
  });

  it('that looked at fewer ports than the receipt names says which', async () => {
    const { file, trustFolder, trustProbe } = await receiptWithProbe(
      receiptNaming([5000, 5001]),
      [attempt(5000, 'refused')],
      { portsFrom: 'person' },
    );
    await trustProbe();
    expect(await verifyProbes(file, { trustFolder })).toMatchObject([{ code: 'accepted', notProbed: [5001] }]);
  });
});
