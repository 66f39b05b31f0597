import { Socket } from 'node:net';
import { nativePart } from '../load-native.ts';

/**
 * A connected end of a named pipe as a socket of Node, which closes it from now on. Node has no way to take a handle, so it gets
 * a file number of its own C library, made by a function that Node exports for its native modules.
 */
export function socketFromPipe(handle: number): Socket {
  const fileNumber = nativePart().load(process.execPath).func('int uv_open_osfhandle(int64 handle)');
  return new Socket({ fd: fileNumber(handle), readable: true, writable: true });
}
