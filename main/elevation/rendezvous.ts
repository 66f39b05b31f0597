import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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

  const connected = new Promise<Socket>((resolve, reject) => {
    server.once('error', reject);
    server.once('connection', (socket) => {
      resolve(socket);
      // One connection, then nobody can knock any more.
      void close();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, resolve);
  });
  return { address, nonce: randomBytes(16).toString('hex'), connected, close };
}
