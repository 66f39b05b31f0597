import type { Socket } from 'node:net';
import { win32 } from '../system-library.ts';
import { lastError } from '../win32-error.ts';
import { socketFromPipe } from './node-socket.ts';

/** `GENERIC_READ | GENERIC_WRITE`. */
const READ_AND_WRITE = 0xc000_0000;
const OPEN_EXISTING = 3;
/** `FILE_FLAG_OVERLAPPED | SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION`. */
const IDENTIFY_ONLY = 0x4000_0000 | 0x10_0000 | 0x1_0000;
const INVALID_HANDLE = -1;

const createFile = () =>
  win32(
    'kernel32.dll',
    'int64 __stdcall CreateFileW(str16 path, uint32 access, uint32 share, void *attributes, uint32 how, uint32 flags, void *template)',
  );

const serverOf = () =>
  win32('kernel32.dll', 'int __stdcall GetNamedPipeServerProcessId(int64 pipe, _Out_ uint32 *process)');

/**
 * Connects to a named pipe and says which process listens there; null where Windows does not tell. The other side may see which account comes, but cannot act as it, which it could by default and which
 * would lend it the rights of an administrator. Throws Win32Error.
 */
export function connectPipe(name: string): { socket: Socket; server: number | null } {
  const pipe = createFile()(name, READ_AND_WRITE, 0, null, OPEN_EXISTING, IDENTIFY_ONLY, null);
  if (pipe === INVALID_HANDLE) throw lastError('CreateFileW');
  const server: [number] = [0];
  const known = serverOf()(pipe, server) !== 0;
  return { socket: socketFromPipe(pipe), server: known ? server[0] : null };
}
