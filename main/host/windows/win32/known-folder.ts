import { textAt } from './memory.ts';
import { win32 } from './system-library.ts';

/** `FOLDERID_ProgramData` {62AB5D82-FDC1-4DC3-A9DD-070D1D495D97} as it lies in memory. */
const PROGRAM_DATA = Buffer.from('825dab62c1fdc34da9dd070d1d495d97', 'hex');

const knownFolderPath = () =>
  win32('shell32.dll', 'int32 __stdcall SHGetKnownFolderPath(void *id, uint32 flags, int64 token, _Out_ uint64 *path)');
const free = () => win32('ole32.dll', 'void __stdcall CoTaskMemFree(uint64 memory)');

/** Where programs of this machine keep their data for all users, from the system's settings and not from the environment. */
export function programDataFolder(): string {
  const path: [number | bigint] = [0];
  const result = knownFolderPath()(PROGRAM_DATA, 0, 0, path);
  try {
    if (result !== 0) throw new Error(`SHGetKnownFolderPath failed with 0x${(result >>> 0).toString(16)}`);
    return textAt(path[0]);
  } finally {
    free()(path[0]);
  }
}
