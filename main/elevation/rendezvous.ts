import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT, Failure } from '../model/failure.ts';
import { openPipeRendezvous } from './windows/pipe-rendezvous.ts';

/** Linux has room for this much (`sun_path`). Node cuts a longer path and would listen in another folder, open to others. */
const MAX_SOCKET_PATH_BYTES = 107;

/** A place where the helper, and nobody after it, can reach the unelevated side. */
export interface Rendezvous {
  /** Socket path or pipe name with 128 random bits. Public: it stands on the helper's command line. */
  readonly address: string;
  /** 128 random bits in hexadecimal. Public too; it only tells two helpers apart. */
  readonly nonce: string;
  /** Says which process may come, where the system can tell who comes: then others are turned away. */
  expect?(pid: number): void;
  /** The first connection. Listening stops with it; the folder of the socket stays until `close`. */
  readonly connected: Promise<Socket>;
  close(): Promise<void>;
}

/** Opens a rendezvous. On Linux the socket lies in a folder only this user can enter; on Windows it is a named pipe. */
export async function openRendezvous(): Promise<Rendezvous> {
  if (process.platform === 'win32') return onWindows();
  const folder = await mkdtemp(join(tmpdir(), 'ucs-remedy-'));
  const address = join(folder, randomBytes(16).toString('hex'));
  const server = createServer();

  async function close(): Promise<void> {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }

  if (Buffer.byteLength(address) > MAX_SOCKET_PATH_BYTES) {
    await close();
    throw notOpened(`the path ${address} is too long for a socket`);
  }
  // One connection, then nobody can knock any more; who knocked at the same moment is turned away.
  server.maxConnections = 1;
  const connected = once(server, 'connection').then(([socket]: Socket[]) => {
    // Only the door is closed: what a helper with rights leaves in the folder is still to be read.
    server.close();
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

function onWindows(): Rendezvous {
  try {
    return openPipeRendezvous();
  } catch (error) {
    throw notOpened(error instanceof Error ? error.message : String(error), error);
  }
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
