import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { access, type FileHandle, mkdir, mkdtemp, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

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
}

export interface WineEnd {
  /** Null when it did not end in time. */
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** A Windows of Wine's making, of its own for one test file. */
export class Wine {
  readonly #folder: string;
  #runs = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Copies the cached prefix (making one costs ten times as much) and starts it so that later calls are quick. */
  static async start(): Promise<Wine> {
    const cached = await cachedPrefix();
    const wine = new Wine(await mkdtemp(join(tmpdir(), 'ucs-wine-')));
    await execa('/usr/bin/cp', ['-a', '--reflink=auto', cached, wine.#prefix], {
      ...quiet(wine.#prefix),
      timeout: 120_000,
    });
    // First, before any program: a server started later would end after each call, and each call would start Windows anew.
    await execa('/usr/bin/wineserver', ['-p'], quiet(wine.#prefix));
    return wine;
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
      ...quiet(this.#prefix),
      stdout: { file: output },
      reject: false,
    });
    const text = await readFile(output, 'utf8');
    if (result.failed) throw new Error(`${program} ${args.join(' ')} failed (${result.exitCode}): ${text}`);
    return text;
  }

  /** Runs a Windows program to its end and returns how that was. Standard input is empty; `env` comes on top of the prefix's. */
  async finish(
    program: string,
    args: readonly string[],
    { env = {}, cwd, timeout = 60_000 }: WineStart = {},
  ): Promise<WineEnd> {
    this.#runs += 1;
    const files = await Promise.all(
      ['out', 'err'].map((name) => open(join(this.#folder, `${this.#runs}.${name}`), 'w+')),
    );
    try {
      // Files of this process's own: Node for Windows cannot write to a pipe of this system, and services that are started on the
      // way would hold a pipe open.
      const child = spawn('/usr/bin/wine', [program, ...args], {
        env: { ...quiet(this.#prefix).env, ...env },
        cwd,
        stdio: ['ignore', ...files.map(({ fd }) => fd)],
        timeout,
        killSignal: 'SIGKILL',
      });
      const [exitCode] = (await once(child, 'exit')) as [number | null];
      const [out = '', err = ''] = await Promise.all(files.map((file) => readWhole(file)));
      return { exitCode, stdout: out, stderr: err };
    } finally {
      for (const file of files) await file.close();
    }
  }

  async stop(): Promise<void> {
    await execa('/usr/bin/wineserver', ['-k', '-w'], { ...quiet(this.#prefix), reject: false });
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function readWhole(file: FileHandle): Promise<string> {
  const { size } = await file.stat();
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0);
  return buffer.toString('utf8', 0, bytesRead);
}

function quiet(prefix: string) {
  return {
    env: {
      LC_ALL: 'C.UTF-8',
      PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
      HOME: homedir(),
      WINEPREFIX: prefix,
      WINEARCH: 'win64',
      WINEDEBUG: '-all',
    },
    extendEnv: false,
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'ignore',
    timeout: 60_000,
  } as const;
}

async function cachedPrefix(): Promise<string> {
  const { stdout: version } = await execa('/usr/bin/wine', ['--version'], { ...quiet('/nonexistent'), stdout: 'pipe' });
  const base = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'ucs-remediation-wizard-tests');
  const ready = join(base, `${version.replaceAll(/[^A-Za-z0-9.-]+/g, '_')}-windows-10`);
  if (
    await stat(ready).then(
      () => true,
      () => false,
    )
  )
    return ready;
  await mkdir(base, { recursive: true });
  const making = await mkdtemp(join(base, 'making-'));
  await execa('/usr/bin/wineboot', ['-i'], { ...quiet(making), timeout: 120_000 });
  // Node does not start on the older Windows that Wine shows by itself.
  await execa('/usr/bin/wine', ['winecfg', '-v', 'win10'], { ...quiet(making), timeout: 120_000 });
  await execa('/usr/bin/wineserver', ['-w'], { ...quiet(making), reject: false });
  // Another test run may have been quicker: its prefix is as good.
  await rename(making, ready).catch(() => rm(making, { recursive: true, force: true }));
  return ready;
}
