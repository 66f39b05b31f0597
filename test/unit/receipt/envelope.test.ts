import { sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { preAuthEncoding } from '../../../main/model/dsse.ts';
import { canonicalJson } from '../../../main/model/json.ts';
import { openEnvelope, PAYLOAD_TYPE, readEnvelope, sealStatement } from '../../../main/receipt/envelope.ts';
import { makeStatement } from '../../../main/receipt/statement.ts';
import { freshKey, sampleReceipt } from './sample-receipt.ts';

const statement = makeStatement(sampleReceipt());
const key = await freshKey('practice');
const text = sealStatement(statement, key);

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'accepted';
}

/** An envelope around any payload, signed as it should be. */
function signedEnvelope(payload: Uint8Array): string {
  const sig = sign(null, preAuthEncoding(PAYLOAD_TYPE, payload), key.privateKey).toString('base64');
  return sealWith({ payload: Buffer.from(payload).toString('base64'), sig });
}

function sealWith({ payload, sig }: { payload: string; sig: string }): string {
  const envelope = { payloadType: PAYLOAD_TYPE, payload, signatures: [{ keyid: key.publicKey.fingerprint, sig }] };
  return `${JSON.stringify(envelope, null, 2)}\n`;
}

describe('an envelope', () => {
  test('gives back the statement that was sealed', () => {
    expect(openEnvelope(readEnvelope(text), key.publicKey)).toEqual(statement);
    expect(sealStatement(statement, key)).toBe(text);
  });

  test('encodes type and payload apart, as DSSE says', () => {
    expect(preAuthEncoding('http://example.com/HelloWorld', Buffer.from('hello world')).toString()).toBe(
      'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
    );
  });

  test('with any single byte of the payload changed is refused', () => {
    const sealed = readEnvelope(text);
    for (let position = 0; position < sealed.payload.length; position += 1) {
      const payload = Buffer.from(sealed.payload);
      payload[position]! ^= 1 << (position % 8);
      expect(codeOf(() => openEnvelope({ ...sealed, payload }, key.publicKey))).toBe('receipt-altered');
    }
  });

  test('with any single byte of the signature changed to anything is refused', () => {
    const sealed = readEnvelope(text);
    for (let position = 0; position < sealed.signature.length; position += 1) {
      for (let difference = 1; difference < 256; difference += 1) {
        const signature = Buffer.from(sealed.signature);
        signature[position]! ^= difference;
        expect(codeOf(() => openEnvelope({ ...sealed, signature }, key.publicKey))).toBe('receipt-altered');
      }
    }
  });

  test('with a byte more or less in payload or signature is refused', () => {
    const sealed = readEnvelope(text);
    const variants = [
      { payload: sealed.payload.subarray(1) },
      { payload: Buffer.concat([sealed.payload, Buffer.from(' ')]) },
      { signature: sealed.signature.subarray(1) },
      { signature: Buffer.concat([sealed.signature, Buffer.alloc(1)]) },
      { signature: Buffer.alloc(0) },
    ];
    for (const variant of variants) {
      expect(codeOf(() => openEnvelope({ ...sealed, ...variant }, key.publicKey))).toBe('receipt-altered');
    }
  });

  test('signed with another key is not taken for ours', async () => {
    const other = await freshKey('practice');
    expect(codeOf(() => openEnvelope(readEnvelope(text), other.publicKey))).toBe('key-unknown');
    const claimsOurs = text.replace(key.publicKey.fingerprint, other.publicKey.fingerprint);
    expect(codeOf(() => openEnvelope(readEnvelope(claimsOurs), other.publicKey))).toBe('receipt-altered');
  });

  test('is never sealed with a key of the other kind', async () => {
    const instrument = await freshKey('instrument');
    expect(() => sealStatement(statement, instrument)).toThrow(TypeError);
  });

  const { payload, sig } = { payload: /"payload": "(.*)"/.exec(text)![1]!, sig: /"sig": "(.*)"/.exec(text)![1]! };
  test.each([
    ['nothing', ''],
    ['another JSON', '{"payload":1}'],
    [
      'a payload twice, which two readers would read differently',
      text.replace('  "payload"', '  "payload": "e30=",\n  "payload"'),
    ],
    ['other white space', JSON.stringify(JSON.parse(text))],
    ['Windows line ends', text.replaceAll('\n', '\r\n')],
    ['an unknown field', text.replace('{\n', '{\n  "more": 1,\n')],
    [
      'two signatures',
      text.replace('    {\n', `    {\n      "keyid": "${'0'.repeat(64)}",\n      "sig": "AA=="\n    },\n    {\n`),
    ],
    ['no signature', text.replace(/"signatures": \[[^\]]*\]/, '"signatures": []')],
    ['another payload type', text.replace(PAYLOAD_TYPE, 'application/json')],
    ['base64 with line breaks', sealWith({ payload: `${payload.slice(0, 64)}\n${payload.slice(64)}`, sig })],
    ['base64 for URLs', sealWith({ payload, sig: `${sig.slice(0, 10)}_-${sig.slice(12)}` })],
    ['base64 without padding', sealWith({ payload, sig: sig.replace(/=+$/, '') })],
    [
      'base64 with other spare bits',
      sealWith({
        payload,
        sig: sig.replace(/.==$/, (end) => (end[0] === 'A' ? 'B==' : `${String.fromCharCode(end.charCodeAt(0) + 1)}==`)),
      }),
    ],
    ['an upper-case key id', text.replace(key.publicKey.fingerprint, key.publicKey.fingerprint.toUpperCase())],
    ['more than 4 MiB', text + ' '.repeat(4 * 1024 * 1024)],
    ['JSON nested without end', '['.repeat(1_000_000)],
  ])('with %s is malformed', (_name, changed) => {
    expect(changed).not.toBe(text);
    expect(codeOf(() => readEnvelope(changed))).toBe('receipt-malformed');
  });

  test.each([
    ['text that is not UTF-8', Buffer.from([0xff, 0xfe, 0x7b])],
    ['JSON that is not canonical', Buffer.from(JSON.stringify(statement, null, 1))],
    ['a byte order mark', Buffer.from(`\ufeff${canonicalJson(statement)}`)],
    ['something else', Buffer.from('{"_type":"https://in-toto.io/Statement/v1"}')],
  ])('properly signed around %s is still malformed', (_name, content) => {
    expect(codeOf(() => openEnvelope(readEnvelope(signedEnvelope(content)), key.publicKey))).toBe('receipt-malformed');
  });
});
