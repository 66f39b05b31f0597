import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isSea } from 'node:sea';
import { EXIT, Failure } from '../../../model/failure.ts';
import { sha256 } from '../../../model/json.ts';

/** What calls functions of Windows. */
export type Native = typeof import('koffi');

/** Version of the native part this program was written for. */
const NATIVE_VERSION = '3.3.4';

/** SHA-256 of the native part that belongs to this executable, set when the executable is built; a checkout has none. */
declare const NATIVE_PART_SHA256: string | undefined;

let loaded: Native | null = null;

/**
 * The native part, loaded once. An executable takes it from beside itself, the installed window from beside the helper, a checkout
 * from the package above the program file; none looks into the current directory or where the environment points.
 * Throws Failure `helper-missing` where there is none and `helper-altered` where it is not the one that belongs here.
 */
export function nativePart(): Native {
  loaded ??= load();
  return loaded;
}

function load(): Native {
  const expected = typeof NATIVE_PART_SHA256 === 'undefined' ? null : NATIVE_PART_SHA256;
  const [file, bytes] = firstReadable(places());
  if (expected !== null && sha256(bytes) !== expected) throw altered(file);
  // The file alone has every function; the script of its package would only search for it in more places.
  const native = createRequire(file)(file) as Native & { version: string };
  if (native.version !== NATIVE_VERSION) throw altered(file);
  return native;
}

function places(): string[] {
  if (isSea()) return [join(dirname(process.execPath), 'koffi.node')];
  const resources = packagedWindowResources();
  // What its caller gave as first argument stands where Node has the program file.
  return resources === null ? inPackages() : [join(resources, 'helper/koffi.node')];
}

/** The folder of the installed window's parts, the helper among them; null where this is no installed window. */
export function packagedWindowResources(): string | null {
  if (process.versions['electron'] === undefined || process.defaultApp) return null;
  return process.resourcesPath;
}

function inPackages(): string[] {
  const system = `${process.platform}_${process.arch}`;
  const inFolder = `node_modules/@koromix/koffi-${system.replace('_', '-')}/${system}/koffi.node`;
  const files: string[] = [];
  for (let folder = dirname(process.argv[1] ?? process.execPath); ; folder = dirname(folder)) {
    files.push(join(folder, inFolder));
    if (folder === dirname(folder)) return files;
  }
}

function firstReadable(files: readonly string[]): [string, Buffer] {
  for (const file of files) {
    try {
      return [file, readFileSync(file)];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw missing(file, error);
    }
  }
  throw missing(files[0] ?? 'koffi.node');
}

function missing(file: string, cause?: unknown): Failure {
  return new Failure(
    {
      code: 'helper-missing',
      message: `A part of the program is missing: ${file}.`,
      next: 'Install the program again: all its files belong in one folder. Nothing was changed.',
    },
    EXIT.elevationFailed,
    cause,
  );
}

function altered(file: string): Failure {
  return new Failure(
    {
      code: 'helper-altered',
      message: `A part of the program is not the one it was built with: ${file}.`,
      next: 'Do not go on at this instrument. Install the program again; if it happens again, report it to your security officer.',
    },
    EXIT.elevationFailed,
  );
}
