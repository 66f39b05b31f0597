import type { Plugin } from 'esbuild';

/** Folder in the cache with the executable for a platform, built from the sources as they are now. */
export function builtHelper(
  platform: 'linux-x64' | 'win-x64',
  options?: { nativePart?: string | null; plugins?: Plugin[] },
): Promise<string>;
