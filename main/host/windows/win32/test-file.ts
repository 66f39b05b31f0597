import { lastErrorNumber, win32 } from './system-library.ts';

const GENERIC_WRITE = 0x4000_0000;
const CREATE_NEW = 1;
const INVALID_HANDLE = -1;

const createFile = () =>
  win32(
    'kernel32.dll',
    'int64 __stdcall CreateFileW(str16 path, uint32 access, uint32 share, void *attributes, uint32 how, uint32 flags, void *template)',
  );
const writeFile = () =>
  win32(
    'kernel32.dll',
    'int __stdcall WriteFile(int64 file, void *bytes, uint32 count, _Out_ uint32 *written, void *overlapped)',
  );
const closeHandle = () => win32('kernel32.dll', 'int __stdcall CloseHandle(int64 handle)');
const deleteFile = () => win32('kernel32.dll', 'int __stdcall DeleteFileW(str16 path)');

/**
 * Makes a new file and writes to it, as whoever this thread acts as: 0, or the error number. Nothing but calls that return, so that no
 * other thread does it.
 */
export function writeNewFile(path: string, content: Buffer): number {
  const file = createFile()(path, GENERIC_WRITE, 0, null, CREATE_NEW, 0, null);
  if (file === INVALID_HANDLE) return lastErrorNumber();
  try {
    const written: [number] = [0];
    return writeFile()(file, content, content.length, written, null) === 0 ? lastErrorNumber() : 0;
  } finally {
    closeHandle()(file);
  }
}

/** Removes a file, as whoever this thread acts as: 0, or the error number. */
export function removeFile(path: string): number {
  return deleteFile()(path) === 0 ? lastErrorNumber() : 0;
}
