import { win32 } from '../system-library.ts';
import { lastError } from '../win32-error.ts';

const GENERIC_READ = 0x8000_0000;
/** Others may read it. They may not write to it, rename it or delete it. */
const SHARE_READ = 1;
const OPEN_EXISTING = 3;
const INVALID_HANDLE = -1;

const createFile = () =>
  win32(
    'kernel32.dll',
    'int64 __stdcall CreateFileW(str16 path, uint32 access, uint32 share, void *attributes, uint32 how, uint32 flags, void *template)',
  );
const closeHandle = () => win32('kernel32.dll', 'int __stdcall CloseHandle(int64 handle)');

/** Keeps a file as it is while `work` goes on: nobody can change or replace it. Throws Win32Error, 32 where somebody writes to it. */
export async function whileHeld<T>(path: string, work: () => Promise<T>): Promise<T> {
  const handle = createFile()(path, GENERIC_READ, SHARE_READ, null, OPEN_EXISTING, 0, null);
  if (handle === INVALID_HANDLE) throw lastError('CreateFileW');
  try {
    return await work();
  } finally {
    closeHandle()(handle);
  }
}
