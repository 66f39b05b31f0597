import { readFile, stat } from 'node:fs/promises';
import type { FileVersion } from '../../../model/system-facts.ts';
import { executableVersion } from '../files/executable-version.ts';

/** No program of an instrument is larger. */
const MAX_FILE = 200 * 1024 * 1024;

interface Known {
  size: number;
  changedMs: number;
  version: FileVersion | null | 'unreadable';
}

/** Version resources by path. A look at the instrument reads the same programs several times in one run. */
export class VersionCache {
  readonly #known = new Map<string, Known>();

  /** The version resource of an executable; null: it has none. Read again when its size or time of change is another one. */
  async versionOf(path: string): Promise<FileVersion | null | 'unreadable'> {
    const about = await stat(path).catch(() => null);
    if (about === null || !about.isFile() || about.size > MAX_FILE) return 'unreadable';
    const known = this.#known.get(path.toLowerCase());
    if (known?.size === about.size && known.changedMs === about.ctimeMs) return known.version;
    const version = await read(path);
    this.#known.set(path.toLowerCase(), { size: about.size, changedMs: about.ctimeMs, version });
    return version;
  }
}

async function read(path: string): Promise<FileVersion | null | 'unreadable'> {
  try {
    return executableVersion(path, await readFile(path));
  } catch {
    return 'unreadable';
  }
}
