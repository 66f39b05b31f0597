import { textsAt } from './memory.ts';
import { win32 } from './system-library.ts';
import { lastError } from './win32-error.ts';

const createBlock = () =>
  win32('userenv.dll', 'int __stdcall CreateEnvironmentBlock(_Out_ uint64 *block, int64 token, int inherit)');
const destroyBlock = () => win32('userenv.dll', 'int __stdcall DestroyEnvironmentBlock(uint64 block)');

/**
 * The variables Windows gives to every program of this machine (where programs and data lie, the processor), from the system's
 * own settings: nothing of an account, and nothing of the process that started this one. Throws Win32Error.
 */
export function systemEnvironment(): Record<string, string> {
  const block: [number | bigint] = [0];
  // No account and nothing inherited: system variables only.
  if (createBlock()(block, 0, 0) === 0) throw lastError('CreateEnvironmentBlock');
  try {
    const pairs = textsAt(block[0]).map((text) => /^([^=]+)=(.*)$/s.exec(text));
    return Object.fromEntries(pairs.flatMap((pair) => (pair === null ? [] : [[pair[1], pair[2]]])));
  } finally {
    destroyBlock()(block[0]);
  }
}
