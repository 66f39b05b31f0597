import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
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

/** A Windows of Wine's making, of its own for one test file. */
export class Wine {
  readonly #folder: string;

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

  async stop(): Promise<void> {
    await execa('/usr/bin/wineserver', ['-k', '-w'], { ...quiet(this.#prefix), reject: false });
    await rm(this.#folder, { recursive: true, force: true });
  }
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
  const ready = join(base, version.replaceAll(/[^A-Za-z0-9.-]+/g, '_'));
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
  await execa('/usr/bin/wineserver', ['-w'], { ...quiet(making), reject: false });
  // Another test run may have been quicker: its prefix is as good.
  await rename(making, ready).catch(() => rm(making, { recursive: true, force: true }));
  return ready;
}
