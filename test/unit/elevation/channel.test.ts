import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { MAX_MESSAGE_BYTES, openChannel } from '../../../main/elevation/channel.ts';
import { FrontMessage, HelperMessage } from '../../../main/elevation/messages.ts';
import { failureOf } from '../run/run-bench.ts';
import { socketPair } from './socket-pair.ts';

const Note = z.strictObject({ note: z.string() });
type Note = z.infer<typeof Note>;
const broken = { code: 'channel-broken', exitCode: 1 };

async function received(
  write: (socket: { write(bytes: Buffer | string): unknown; end(): unknown }) => void,
): Promise<string[]> {
  const [near, far] = await socketPair();
  const channel = openChannel(far, Note, Note);
  write(near);
  near.end();
  const notes: string[] = [];
  for await (const { note } of channel.messages()) notes.push(note);
  expect(channel.closed).toBe(true);
  return notes;
}

const line = (note: string) => `${JSON.stringify({ note })}\n`;

describe('messages arrive whole and in order', () => {
  it('several in one piece', async () => {
    expect(await received((socket) => socket.write(line('a') + line('b') + line('c')))).toEqual(['a', 'b', 'c']);
  });

  it('one in many pieces, cut in the middle of a letter', async () => {
    const bytes = Buffer.from(line('\u00e4\u6f22\u{1f9ec}'));
    const notes = await received((socket) => {
      for (const byte of bytes) socket.write(Buffer.from([byte]));
    });
    expect(notes).toEqual(['\u00e4\u6f22\u{1f9ec}']);
  });

  it('line breaks inside a message do not end it', async () => {
    expect(await received((socket) => socket.write(line('two\nlines')))).toEqual(['two\nlines']);
  });

  it('a message as large as a receipt', async () => {
    const page = 'x'.repeat(4 * 1024 * 1024);
    expect((await received((socket) => socket.write(line(page))))[0]).toHaveLength(page.length);
  });

  it('half a message at the end is dropped: its sender is gone', async () => {
    expect(await received((socket) => socket.write(`${line('a')}{"note":`))).toEqual(['a']);
  });
});

describe('what was not agreed on ends the conversation with a sentence', () => {
  it.each([
    ['no JSON', 'hello\n'],
    ['an empty line', '\n'],
    ['another form', '{"other":1}\n'],
    ['a field nobody knows', '{"note":"a","more":1}\n'],
    ['a wrong type', '{"note":1}\n'],
    ['a list', '[]\n'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x0a])],
    ['a pollution of prototypes', '{"__proto__":{"note":"a"}}\n'],
    ['deep nesting', `${'['.repeat(100_000)}\n`],
  ])('%s', async (_what, bytes) => {
    expect(await failureOf(received((socket) => socket.write(bytes)))).toEqual(broken);
  });

  it('a message without an end does not fill the memory', async () => {
    const [near, far] = await socketPair();
    near.on('error', () => undefined);
    const messages = openChannel(far, Note, Note).messages();
    const piece = Buffer.alloc(1024 * 1024, 0x61);
    const sent = (async () => {
      for (let count = 0; count < (2 * MAX_MESSAGE_BYTES) / piece.length && !near.destroyed; count += 1) {
        if (!near.write(piece)) await Promise.race([once(near, 'drain'), once(near, 'close')]);
      }
    })().catch(() => undefined);
    expect(await failureOf(messages.next())).toEqual(broken);
    expect(far.destroyed).toBe(true);
    await sent;
  });

  it('the messages of both sides have no field for anything else, least of all for a command', () => {
    expect(FrontMessage.safeParse({ type: 'alive', command: 'whoami' }).success).toBe(false);
    expect(FrontMessage.safeParse({ type: 'run', command: 'whoami' }).success).toBe(false);
    const target = { kind: 'this-machine', dataFolder: '/tmp/elsewhere' };
    const job = { kind: 'rollback', runId: null, operator: {}, interactive: false, confirmIdle: true };
    expect(FrontMessage.safeParse({ type: 'job', nonce: '0'.repeat(32), target, job }).success).toBe(false);
    expect(HelperMessage.safeParse({ type: 'alive', extra: true }).success).toBe(false);
  });
});

describe('sending', () => {
  it('a message of the wrong form is a defect of ours and never leaves', async () => {
    const [near] = await socketPair();
    const channel = openChannel<Note, Note>(near, Note, Note);
    expect(() => channel.send({ note: 1 } as unknown as Note)).toThrow();
    expect(near.bytesWritten).toBe(0);
  });

  it('into a connection that is gone neither throws nor ends the process', async () => {
    const [near, far] = await socketPair();
    const channel = openChannel(near, Note, Note);
    far.destroy();
    for (let count = 0; count < 200; count += 1) {
      channel.send({ note: 'x'.repeat(10_000) });
      await new Promise(setImmediate);
    }
    expect(channel.closed).toBe(true);
    channel.close();
    for await (const message of channel.messages()) expect(message).toBeUndefined();
  });
});
