/** Folder in the cache with the executable for a platform, built from the sources as they are now. */
export function builtHelper(platform: 'linux-x64' | 'win-x64', nativePart?: string | null): Promise<string>;
