import type { Socket } from 'node:net';
import { withDescriptor } from '../security/file-security.ts';
import { win32 } from '../system-library.ts';
import { ERROR, lastError } from '../win32-error.ts';
import { socketFromPipe } from './node-socket.ts';

/** `PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED | FILE_FLAG_FIRST_PIPE_INSTANCE`: fails where the name exists already. */
const OPEN_MODE = 0x3 | 0x4000_0000 | 0x8_0000;
/** Bytes, waiting calls, and `PIPE_REJECT_REMOTE_CLIENTS`. */
const PIPE_MODE = 0x8;
const ONE_INSTANCE = 1;
const BUFFER_BYTES = 64 * 1024;
const INVALID_HANDLE = -1;
const OVERLAPPED_BYTES = 32;
const EVENT_OFFSET = 24;
const SIGNALLED = 0;
const LOOK_EVERY_MS = 20;

const createPipe = () =>
  win32(
    'kernel32.dll',
    'int64 __stdcall CreateNamedPipeW(str16 name, uint32 open, uint32 mode, uint32 instances, uint32 out, uint32 in, uint32 timeout, void *attributes)',
  );
const createEvent = () =>
  win32('kernel32.dll', 'int64 __stdcall CreateEventW(void *attributes, int manual, int set, void *name)');
const connectPipe = () => win32('kernel32.dll', 'int __stdcall ConnectNamedPipe(int64 pipe, void *overlapped)');
const disconnectPipe = () => win32('kernel32.dll', 'int __stdcall DisconnectNamedPipe(int64 pipe)');
const waitFor = () => win32('kernel32.dll', 'uint32 __stdcall WaitForSingleObject(int64 handle, uint32 milliseconds)');
const clientOf = () =>
  win32('kernel32.dll', 'int __stdcall GetNamedPipeClientProcessId(int64 pipe, _Out_ uint32 *process)');
const cancelAll = () => win32('kernel32.dll', 'int __stdcall CancelIoEx(int64 handle, void *overlapped)');
const closeHandle = () => win32('kernel32.dll', 'int __stdcall CloseHandle(int64 handle)');

/**
 * The listening end of a named pipe with one place, open to the accounts of its access list on this machine only. Node can
 * listen on a pipe too, but sets none of this and cannot tell who came.
 */
export class PipeServer {
  readonly #pipe: number;
  readonly #event: number;
  /** Windows writes to it while it waits: it must stay where it is. */
  readonly #overlapped = Buffer.alloc(OVERLAPPED_BYTES);
  #state: 'listening' | 'handed-over' | 'closed' = 'listening';

  private constructor(pipe: number, event: number) {
    this.#pipe = pipe;
    this.#event = event;
  }

  /** Throws Win32Error, also where somebody else has a pipe of this name. */
  static listen(name: string, sddl: string): PipeServer {
    const pipe = withDescriptor(sddl, (attributes) =>
      createPipe()(name, OPEN_MODE, PIPE_MODE, ONE_INSTANCE, BUFFER_BYTES, BUFFER_BYTES, 0, attributes),
    );
    if (pipe === INVALID_HANDLE) throw lastError('CreateNamedPipeW');
    const event = createEvent()(null, 1, 0, null);
    if (event === 0) {
      const error = lastError('CreateEventW');
      closeHandle()(pipe);
      throw error;
    }
    return new PipeServer(pipe, event);
  }

  /**
   * Waits for a process that `welcome` accepts and turns the others away. Resolves with null when this was closed before.
   * Throws Win32Error.
   */
  async accept(welcome: (process: number) => Promise<boolean>): Promise<Socket | null> {
    for (;;) {
      if (!(await this.#connected())) return null;
      const client: [number] = [0];
      const known = clientOf()(this.#pipe, client) !== 0;
      if (known && (await welcome(client[0])) && this.#state === 'listening') {
        this.#state = 'handed-over';
        closeHandle()(this.#event);
        return socketFromPipe(this.#pipe);
      }
      if (this.#state !== 'listening') return null;
      disconnectPipe()(this.#pipe);
    }
  }

  async #connected(): Promise<boolean> {
    this.#overlapped.fill(0);
    this.#overlapped.writeBigInt64LE(BigInt(this.#event), EVENT_OFFSET);
    if (connectPipe()(this.#pipe, this.#overlapped) === 0) {
      const error = lastError('ConnectNamedPipe');
      if (error.code === ERROR.pipeConnected) return true;
      if (error.code !== ERROR.ioPending) throw error;
    }
    // Asking again and again, because a waiting call would hold one of the few threads Node has for files.
    while (this.#state === 'listening') {
      if (waitFor()(this.#event, 0) === SIGNALLED) return true;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    return false;
  }

  /** Ends listening. A connection that was handed over stays open. */
  close(): void {
    if (this.#state !== 'listening') return;
    this.#state = 'closed';
    cancelAll()(this.#pipe, null);
    // The wait has ended once the pipe has none under way, so that nothing is written to memory that is no longer ours.
    waitFor()(this.#event, 1000);
    closeHandle()(this.#pipe);
    closeHandle()(this.#event);
  }
}
