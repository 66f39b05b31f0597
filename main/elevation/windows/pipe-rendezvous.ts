import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { PipeServer } from '../../host/windows/win32/pipe/pipe-server.ts';
import { ownSid } from '../../host/windows/win32/security/process-token.ts';
import type { Rendezvous } from '../rendezvous.ts';

/** Full access for SYSTEM, Administrators and the account that listens; nobody else. */
const access = (account: string) => `D:P(A;;GA;;;SY)(A;;GA;;;BA)(A;;GA;;;${account})`;

/**
 * Opens a rendezvous as a named pipe with one place, which the first process gets that is the helper. Its name is public, so
 * others may come: they are turned away by their process id. As this side holds the helper's process open, no other process can
 * have its id. Throws Win32Error.
 */
export function openPipeRendezvous(): Rendezvous {
  const address = `\\\\.\\pipe\\ucs-remedy-${randomBytes(16).toString('hex')}`;
  const server = PipeServer.listen(address, access(ownSid()));
  let expect: (pid: number) => void = () => undefined;
  const expected = new Promise<number>((resolve) => {
    expect = resolve;
  });
  const connected = server
    .accept(async (pid) => pid === (await expected))
    // Closed before anybody came: whoever waits has stopped waiting.
    .then((socket) => socket ?? new Promise<Socket>(() => undefined));
  // Whoever waits for it hears of a failure; before anybody does, it must not end the process.
  connected.catch(() => undefined);
  return { address, nonce: randomBytes(16).toString('hex'), expect, connected, close: async () => server.close() };
}
