import { once } from 'node:events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openChannel } from '../../main/elevation/channel.ts';
import { FrontMessage } from '../../main/elevation/messages.ts';
import { Failure } from '../../main/model/failure.ts';
import { socketPair } from '../unit/elevation/socket-pair.ts';

/** What one side hears when these pieces are written to it; a failure ends the list with its code. */
async function heard(pieces: readonly Uint8Array[]): Promise<unknown[]> {
  const [near, far] = await socketPair();
  near.on('error', () => undefined);
  const channel = openChannel(far, FrontMessage, FrontMessage);
  for (const piece of pieces) near.write(piece);
  near.end();
  const messages: unknown[] = [];
  try {
    for await (const message of channel.messages()) messages.push(message);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    messages.push(error.code);
  }
  expect(channel.closed).toBe(true);
  if (!far.destroyed) await once(far, 'close');
  return messages;
}

/** Cuts bytes at some places. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((left, right) => left - right);
  return [0, ...at].map((start, index) => bytes.subarray(start, at[index] ?? bytes.length));
}

const message = fc.oneof(
  fc.constant({ type: 'alive' } as const),
  fc.record({
    type: fc.constant('answer' as const),
    id: fc.string({ unit: 'binary', maxLength: 40 }),
    answer: fc.constantFrom('yes' as const, 'no' as const, 'nobody-there' as const),
  }),
);

describe('the helper\u2019s channel', () => {
  it('gives back every message, however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { maxLength: 12 }),
        fc.array(fc.nat(), { maxLength: 20 }),
        async (sent, places) => {
          const bytes = Buffer.from(sent.map((each) => `${JSON.stringify(each)}\n`).join(''));
          expect(await heard(cut(bytes, places))).toEqual(JSON.parse(JSON.stringify(sent)));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('neither crashes nor hangs on any bytes, and hears nothing that was not agreed on', async () => {
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.json().map((text) => Buffer.from(`${text}\n`)),
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(`${text}\n`)),
      fc.jsonValue().map((value) => Buffer.from(`${JSON.stringify({ type: 'answer', id: 'q1', answer: value })}\n`)),
      fc.jsonValue().map((value) => Buffer.from(`${JSON.stringify({ type: 'alive', more: value })}\n`)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(noise, { minLength: 1, maxLength: 4 }), async (pieces) => {
        for (const each of await heard(pieces)) {
          if (each !== 'channel-broken') expect(FrontMessage.safeParse(each).success).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('stops at the first message that was altered, and hears all before it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 6 }), fc.nat(), async (sent, place) => {
        const lines = sent.map((each) => JSON.stringify(each));
        const which = place % lines.length;
        lines[which] = `${lines[which]}x`;
        expect(await heard([Buffer.from(lines.map((line) => `${line}\n`).join(''))])).toEqual([
          ...JSON.parse(JSON.stringify(sent.slice(0, which))),
          'channel-broken',
        ]);
      }),
      { numRuns: 100 },
    );
  });
});
