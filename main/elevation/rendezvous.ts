import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT, Failure } from '../model/failure.ts';

/** Linux has room for this much (`sun_path`). Node cuts a longer path and would listen in another folder, open to others. */
const MAX_SOCKET_PATH_BYTES = 107;

/** A place where the helper, and nobody after it, can reach the unelevated side. */
export interface Rendezvous {
  /** Socket path or pipe name with 128 random bits. Public: it stands on the helper's command line. */
  readonly address: string;
  /** 128 random bits in hexadecimal. Public too; it only tells two helpers apart. */
  readonly nonce: string;
  /** The first connection. Listening stops with it. */
  readonly connected: Promise<Socket>;
  close(): Promise<void>;
}

/** Opens a rendezvous. On Linux the socket lies in a folder only this user can enter. */
export async function openRendezvous(): Promise<Rendezvous> {
  const name = randomBytes(16).toString('hex');
  const folder = process.platform === 'win32' ? null : await mkdtemp(join(tmpdir(), 'ucs-remedy-'));
  const address = folder === null ? `\\\\.\\pipe\\ucs-remedy-${name}` : join(folder, name);
  const server = createServer();

  async function close(): Promise<void> {
    server.close();
    if (folder !== null) await rm(folder, { recursive: true, force: true });
  }

  if (folder !== null && Buffer.byteLength(address) > MAX_SOCKET_PATH_BYTES) {
    await close();
    throw notOpened(`the path ${address} is too long for a socket`);
  }
  // One connection, then nobody can knock any more; who knocked at the same moment is turned away.
  server.maxConnections = 1;
  const connected = once(server, 'connection').then(([socket]: Socket[]) => {
    void close();
    return socket as Socket;
  });
  // Whoever waits for it hears of a failure; before anybody does, it must not end the process.
  connected.catch(() => undefined);
  try {
    server.listen(address);
    await once(server, 'listening');
  } catch (error) {
    await close();
    throw notOpened(error instanceof Error ? error.message : String(error), error);
  }
  return { address, nonce: randomBytes(16).toString('hex'), connected, close };
}

function notOpened(detail: string, cause?: unknown): Failure {
  return new Failure(
    {
      code: 'helper-unreachable',
      message: `The two parts of the program have no place to meet (${detail}).`,
      next: 'Check that the folder for temporary files can be written to and that its path is short. Nothing was changed.',
    },
    EXIT.elevationFailed,
    cause,
  );
}
