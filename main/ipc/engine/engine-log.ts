import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '../../model/json.ts';

const MAX_FILE_BYTES = 1024 * 1024;
const LINES_IN_MEMORY = 1000;

/** What happened between window and engine, for support: never what a person typed. */
export class EngineLog {
  private readonly lines: string[] = [];
  private writing: Promise<void> = Promise.resolve();

  /** @param folder where `log/engine.jsonl` is kept; a full or missing disk never stops the wizard */
  constructor(private readonly folder: string) {}

  note(event: string, context: Record<string, Json> = {}): void {
    const line = JSON.stringify({ at: new Date().toISOString(), event, ...context });
    this.lines.push(line);
    if (this.lines.length > LINES_IN_MEMORY) this.lines.shift();
    this.writing = this.writing.then(() => this.append(line)).catch(() => undefined);
  }

  /** The newest lines, oldest first. */
  get recent(): readonly string[] {
    return this.lines;
  }

  /** Resolves once everything noted so far is in the file. */
  flushed(): Promise<void> {
    return this.writing;
  }

  private async append(line: string): Promise<void> {
    const folder = join(this.folder, 'log');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, 'engine.jsonl');
    if ((await sizeOf(file)) > MAX_FILE_BYTES) await rename(file, join(folder, 'engine.old.jsonl'));
    await appendFile(file, `${line}\n`, { mode: 0o600 });
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}
