import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure } from '../../main/model/failure.ts';
import { canonicalJson } from '../../main/model/json.ts';
import { openEnvelope, readEnvelope, sealStatement } from '../../main/receipt/envelope.ts';
import { makeStatement } from '../../main/receipt/statement.ts';
import { freshKey, sampleReceipt } from '../unit/receipt/sample-receipt.ts';

const statement = makeStatement(sampleReceipt());
const key = await freshKey('practice');
const file = Buffer.from(sealStatement(statement, key));

const REFUSED = /^(receipt-malformed|receipt-altered|key-unknown)$/;

/** One thing that can happen to a file: bytes set, cut out, put in, or a part copied elsewhere. */
const mutation = fc.record({
  how: fc.constantFrom('set' as const, 'cut' as const, 'insert' as const, 'copy' as const),
  at: fc.nat(file.length - 1),
  length: fc.integer({ min: 1, max: 40 }),
  to: fc.nat(file.length - 1),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
});
type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

function mutate(content: Buffer, { how, at, length, to, bytes }: Mutation): Buffer {
  const head = content.subarray(0, at);
  switch (how) {
    case 'set':
      return Buffer.concat([head, bytes, content.subarray(at + bytes.length)]);
    case 'cut':
      return Buffer.concat([head, content.subarray(at + length)]);
    case 'insert':
      return Buffer.concat([head, bytes, content.subarray(at)]);
    case 'copy':
      return Buffer.concat([content.subarray(0, to), content.subarray(at, at + length), content.subarray(to)]);
  }
}

/** `same` or `other` content, or the code of the refusal; anything else that is thrown fails the test. */
function judge(content: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8').decode(content);
    const opened = openEnvelope(readEnvelope(text), key.publicKey);
    return canonicalJson(opened) === canonicalJson(statement) ? 'same' : 'other';
  } catch (error) {
    if (error instanceof Failure) return error.code;
    throw error;
  }
}

test('no damage to a receipt file makes it say something else', () => {
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
      const changed = mutations.reduce(mutate, file);
      // Some mutations put back what was there.
      if (changed.equals(file)) expect(judge(changed)).toBe('same');
      else expect(judge(changed)).toMatch(REFUSED);
    }),
    { numRuns: 3000 },
  );
});

test('every single byte of the file counts', () => {
  for (let position = 0; position < file.length; position += 1) {
    const changed = Buffer.from(file);
    changed[position]! ^= 1;
    expect(judge(changed)).toMatch(REFUSED);
  }
});

test('arbitrary text is refused calmly', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
      expect(judge(Buffer.from(text))).toBe('receipt-malformed');
    }),
  );
});
