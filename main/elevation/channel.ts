import type { Socket } from 'node:net';
import type { z } from 'zod';
import { Failure } from '../model/failure.ts';

/** A receipt with its page fits in this many bytes with room to spare; nothing else comes near it. */
export const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

/** One end of the helper's channel: newline-delimited JSON, every message checked against a schema, size-capped. */
export interface Channel<In, Out> {
  send(message: Out): void;
  /** Messages in order; ends when the other side is gone. Throws `Failure` `channel-broken` on a malformed message. */
  messages(): AsyncGenerator<In>;
  readonly closed: boolean;
  close(): void;
}

function channelBroken(why: string): Failure {
  return new Failure({
    code: 'channel-broken',
    message: `The two parts of the program could not talk to each other: ${why}.`,
    next: 'Start the program again. If it happens again, install the program anew: its parts may not belong together.',
  });
}

function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return 'syscall' in error || ('code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE');
}

/** Speaks `Out`, hears `In`, over a connected socket. */
export function openChannel<In, Out>(
  socket: Socket,
  incoming: z.ZodType<In>,
  outgoing: z.ZodType<Out>,
): Channel<In, Out> {
  let closed = false;
  socket.on('close', () => {
    closed = true;
  });
  // A broken connection ends the message stream below; writing to it must not end the process.
  socket.on('error', () => {
    closed = true;
  });

  function parse(line: Buffer): In {
    let json: unknown;
    try {
      json = JSON.parse(line.toString('utf8'));
    } catch {
      throw channelBroken('a message was not readable');
    }
    const message = incoming.safeParse(json);
    if (!message.success) throw channelBroken('a message did not have the agreed form');
    return message.data;
  }

  return {
    get closed() {
      return closed;
    },
    send(message) {
      if (closed) return;
      socket.write(`${JSON.stringify(outgoing.parse(message))}\n`);
    },
    async *messages() {
      let pending = Buffer.alloc(0);
      try {
        for await (const chunk of socket as AsyncIterable<Buffer>) {
          pending = Buffer.concat([pending, chunk]);
          let newline = pending.indexOf(10);
          while (newline !== -1) {
            yield parse(pending.subarray(0, newline));
            pending = pending.subarray(newline + 1);
            newline = pending.indexOf(10);
          }
          if (pending.length > MAX_MESSAGE_BYTES) throw channelBroken('a message was too large');
        }
      } catch (error) {
        // A connection that breaks is for the reader the same as one that ends.
        if (!isConnectionError(error)) throw error;
      } finally {
        closed = true;
        socket.destroy();
      }
    },
    close() {
      closed = true;
      socket.end();
    },
  };
}
