import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { access, type FileHandle, mkdir, mkdtemp, open, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { cachedPrefix, quietly } from './cached-prefix.ts';

/** Commands of Wine and the Debian packages that bring them. */
const NEEDED = [
  ['/usr/bin/wine', 'wine'],
  ['/usr/bin/wineboot', 'wine'],
  ['/usr/bin/wineserver', 'wine'],
  ['/usr/lib/wine/wine64', 'wine64'],
] as const;

/** Why tests under Wine are skipped; null where everything is there. */
export async function wineMissing(): Promise<string | null> {
  const missing = await Promise.all(
    NEEDED.map(([path, name]) =>
      access(path, constants.X_OK).then(
        () => [],
        () => [`${path} (Debian package ${name})`],
      ),
    ),
  );
  return missing.flat().length === 0 ? null : `it needs ${missing.flat().join(', ')}`;
}

export interface WineStart {
  env?: Record<string, string>;
  /** Current directory, as this system sees it. */
  cwd?: string;
  /** How long it may take, in milliseconds. */
  timeout?: number;
  /** Standard input; without it, it is empty. */
  input?: string;
}

export interface WineEnd {
  /** Null when it did not end in time. */
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** Further drives by their letters, and what Windows is to take each for. */
export type FurtherDrives = Readonly<Record<string, 'network' | 'floppy' | 'cdrom'>>;

/** A Windows of Wine's making, of its own for one test file. */
export class Wine {
  readonly #folder: string;
  #runs = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Copies the cached prefix (making one costs ten times as much) and starts it so that later calls are quick. */
  static async start(drives: FurtherDrives = {}): Promise<Wine> {
    const cached = await cachedPrefix();
    const wine = new Wine(await mkdtemp(join(tmpdir(), 'ucs-wine-')));
    await execa('/usr/bin/cp', ['-a', '--reflink=auto', cached, wine.#prefix], {
      ...quietly(wine.#prefix),
      timeout: 120_000,
    });
    // First, before any program: a server started later would end after each call, and each call would start Windows anew.
    await wine.#startServer();
    if (Object.keys(drives).length > 0) await wine.#addDrives(drives);
    return wine;
  }

  #startServer() {
    return execa('/usr/bin/wineserver', ['-p'], quietly(this.#prefix));
  }

  #endServer() {
    return execa('/usr/bin/wineserver', ['-k', '-w'], { ...quietly(this.#prefix), reject: false });
  }

  /** Wine looks for drives and their kinds when it starts. */
  async #addDrives(drives: FurtherDrives): Promise<void> {
    for (const [letter, kind] of Object.entries(drives)) {
      const name = `${letter.toLowerCase()}:`;
      await this.reg('add', 'HKLM\\Software\\Wine\\Drives', '/v', name, '/d', kind, '/f');
      const folder = join(this.#folder, `drive-${letter.toLowerCase()}`);
      await mkdir(folder);
      await symlink(folder, join(this.#prefix, 'dosdevices', name));
    }
    await this.#endServer();
    await this.#startServer();
  }

  get #prefix(): string {
    return join(this.#folder, 'prefix');
  }

  /** Where drive C: lies here. */
  get driveC(): string {
    return join(this.#prefix, 'drive_c');
  }

  /** Runs `reg.exe` and returns what it wrote, which is read back by the caller: its exit code proves little under Wine. */
  reg(...args: string[]): Promise<string> {
    return this.run('reg', ...args);
  }

  /** Runs a Windows program. Its output goes to a file: a pipe would stay open as long as the server runs. */
  async run(program: string, ...args: string[]): Promise<string> {
    const output = join(this.#folder, 'output.txt');
    const result = await execa('/usr/bin/wine', [program, ...args], {
      ...quietly(this.#prefix),
      stdout: { file: output },
      reject: false,
    });
    const text = await readFile(output, 'utf8');
    if (result.failed) throw new Error(`${program} ${args.join(' ')} failed (${result.exitCode}): ${text}`);
    return text;
  }

  /** Environment a program of this system needs to start one of Windows. */
  get environment(): Record<string, string> {
    return quietly(this.#prefix).env;
  }

  /** Runs a Windows program to its end and returns how that was. `env` comes on top of the prefix's. */
  async finish(
    program: string,
    args: readonly string[],
    { env = {}, cwd, timeout = 60_000, input = '' }: WineStart = {},
  ): Promise<WineEnd> {
    this.#runs += 1;
    const place = (name: string) => join(this.#folder, `${this.#runs}.${name}`);
    await writeFile(place('in'), input);
    const files = [await open(place('in'), 'r'), await open(place('out'), 'w+'), await open(place('err'), 'w+')];
    try {
      // Files of this process's own: Node for Windows cannot write to a pipe of this system, and services that are started on the
      // way would hold a pipe open.
      const child = spawn('/usr/bin/wine', [program, ...args], {
        env: { ...this.environment, ...env },
        cwd,
        stdio: files.map(({ fd }) => fd),
        timeout,
        killSignal: 'SIGKILL',
      });
      const [exitCode] = (await once(child, 'exit')) as [number | null];
      const [out = '', err = ''] = await Promise.all(files.slice(1).map((file) => readWhole(file)));
      return { exitCode, stdout: out, stderr: err };
    } finally {
      for (const file of files) await file.close();
    }
  }

  async stop(): Promise<void> {
    await this.#endServer();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function readWhole(file: FileHandle): Promise<string> {
  const { size } = await file.stat();
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0);
  return buffer.toString('utf8', 0, bytesRead);
}
