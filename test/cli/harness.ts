import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, inject } from 'vitest';

/** Folder of the source checkout. */
export const REPOSITORY = join(import.meta.dirname, '../..');
const TIMEOUT_MS = 50_000;

/** How a program ended. `json` is what it printed to standard output, where that is one JSON document; else undefined. */
export interface Finished {
  exitCode: number | undefined;
  stdout: string;
  stderr: string;
  json: unknown;
}

export interface Start {
  /** Standard input; without it there is none. */
  input?: string;
  /** Keeps standard input open for the test to write to. */
  piped?: boolean;
  env?: Record<string, string>;
  /** Added as `--data-dir`. */
  dataDir?: string;
  /** Home folder; else a new empty one. */
  home?: string;
  cwd?: string;
  /** Command that starts the program in its place, as absolute path and arguments. */
  under?: readonly string[];
}

const folders: string[] = [];

afterAll(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** A new empty folder, removed when the tests of the file are over. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ucs-remedy-test-'));
  folders.push(folder);
  return folder;
}

/** The environment of a person with nothing set up: their home is empty, and nothing of ours leaks in. */
export function emptyEnvironment(home: string): Record<string, string> {
  return {
    LC_ALL: 'C.UTF-8',
    PATH: [dirname(process.execPath), '/usr/sbin', '/usr/bin', '/sbin', '/bin'].join(':'),
    HOME: home,
    XDG_STATE_HOME: join(home, 'state'),
  };
}

/** Starts a program and lets it run; for tests that meddle with it on the way. */
export function startProgram(file: string, args: readonly string[], { input, env, cwd, piped }: Start, home: string) {
  return execa(file, [...args], {
    env: { ...emptyEnvironment(home), ...env },
    extendEnv: false,
    cwd: cwd ?? home,
    ...(input !== undefined ? { input } : { stdin: piped === true ? ('pipe' as const) : ('ignore' as const) }),
    stripFinalNewline: false,
    timeout: TIMEOUT_MS,
    maxBuffer: 32 * 1024 * 1024,
    reject: false,
  });
}

/** Program and arguments of a command line of `ucs-remedy`. */
export function commandLine(args: readonly string[], { dataDir, under = [] }: Start = {}): [string, string[]] {
  const [file = process.execPath, ...rest] = [...under, process.execPath, inject('program'), ...args];
  return [file, dataDir === undefined ? rest : [...rest, '--data-dir', dataDir]];
}

/** Runs the built `ucs-remedy` to its end. */
export async function ucsRemedy(args: readonly string[], start: Start = {}): Promise<Finished> {
  const [file, words] = commandLine(args, start);
  return finish(await startProgram(file, words, start, start.home ?? (await newFolder())));
}

/** Runs any program to its end. */
export async function runProgram(file: string, args: readonly string[], start: Start = {}): Promise<Finished> {
  return finish(await startProgram(file, args, start, start.home ?? (await newFolder())));
}

function finish({ exitCode, stdout, stderr }: { exitCode?: number; stdout: string; stderr: string }): Finished {
  return { exitCode, stdout, stderr, json: parsed(stdout) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Says which of these files are not on this machine, and prints that the tests are skipped for it. */
export function absent(what: string, needs: readonly string[], root = false): boolean {
  const missing = [...(root && process.getuid?.() !== 0 ? ['root'] : []), ...needs.filter((path) => !existsSync(path))];
  if (missing.length > 0) console.log(`Skipped: ${what} needs ${missing.join(' and ')}.`);
  return missing.length > 0;
}
