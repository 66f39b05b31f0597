import type { LibraryHandle } from 'koffi';
import { nativePart } from './load-native.ts';

/** A function of Windows; `async` runs it on another thread. */
export type Win32Function = ReturnType<LibraryHandle['func']>;

const MAX_PATH_UNITS = 1024;

const libraries = new Map<string, LibraryHandle>();
const functions = new Map<string, Win32Function>();
let folder: string | null = null;

/** The folder of Windows' own programs and libraries, from the system itself: the environment may say something else. */
export function systemFolder(): string {
  folder ??= readSystemFolder();
  return folder;
}

function readSystemFolder(): string {
  const buffer = Buffer.alloc(MAX_PATH_UNITS * 2);
  const units = win32('kernel32.dll', 'uint32 __stdcall GetSystemDirectoryW(void *buffer, uint32 units)')(
    buffer,
    MAX_PATH_UNITS,
  );
  if (units === 0 || units >= MAX_PATH_UNITS) throw new Error('GetSystemDirectoryW gave no folder');
  return buffer.toString('utf16le', 0, units * 2);
}

/**
 * A function of a library of Windows, by its declaration in C. The library is loaded by its absolute path, so that none of the
 * same name elsewhere is taken in its place.
 */
export function win32(library: string, declaration: string): Win32Function {
  const key = `${library} ${declaration}`;
  const known = functions.get(key);
  if (known !== undefined) return known;
  const made = systemLibrary(library).func(declaration);
  functions.set(key, made);
  return made;
}

/** Must be made before the call whose error it tells: making it calls Windows too. */
const GET_LAST_ERROR = 'uint32 __stdcall GetLastError()';

/** Error number of the call made right before on this thread. */
export function lastErrorNumber(): number {
  return win32('kernel32.dll', GET_LAST_ERROR)();
}

/** A library of Windows, loaded once by its absolute path. */
export function systemLibrary(name: string): LibraryHandle {
  const known = libraries.get(name);
  if (known !== undefined) return known;
  const first = libraries.size === 0;
  // Every process has kernel32 from its start, so its name alone is enough.
  const library = nativePart().load(name === 'kernel32.dll' ? name : `${systemFolder()}\\${name}`);
  libraries.set(name, library);
  if (first) win32('kernel32.dll', GET_LAST_ERROR);
  return library;
}
