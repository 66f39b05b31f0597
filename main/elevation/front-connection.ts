import { connect, type Socket } from 'node:net';
import { connectPipe } from '../host/windows/win32/pipe/pipe-client.ts';
import { isElevated, isProcessElevated } from '../host/windows/win32/security/process-token.ts';
import { Win32Error } from '../host/windows/win32/win32-error.ts';

/** The helper's end of the channel. */
export interface FrontConnection {
  socket: Socket;
  /** Whether the front lacks the rights this helper has, as far as the connection shows. */
  frontHasFewerRights: boolean;
}

/** Connects to the front. On Windows it cannot act with the rights of who connects to it. Throws Win32Error. */
export function connectToFront(address: string): FrontConnection {
  if (process.platform !== 'win32') return { socket: connect(address), frontHasFewerRights: false };
  const { socket, server } = connectPipe(address);
  return { socket, frontHasFewerRights: isElevated() && !hasRights(server) };
}

function hasRights(pid: number | null): boolean {
  if (pid === null) return false;
  try {
    return isProcessElevated(pid);
  } catch (error) {
    // A process that an administrator may not look at has not shown any rights.
    if (error instanceof Win32Error) return false;
    throw error;
  }
}
