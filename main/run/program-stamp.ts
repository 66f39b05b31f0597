import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isSea } from 'node:sea';
import { sha256 } from '../model/json.ts';
import type { ProgramStamp } from '../model/plan.ts';

declare const PROGRAM_VERSION: string;

/** Version of this build, set when it is built. */
export const programVersion: string = PROGRAM_VERSION;

/**
 * The file of the program, absolute: command line and helper are one. As an executable that is the executable itself; in a
 * checkout the script, and `npm start` lies beside it.
 */
export function programFile(): string {
  if (isSea()) return process.execPath;
  return join(dirname(realpathSync(process.argv[1] ?? process.execPath)), 'ucs-remedy.cjs');
}

/** Version and SHA-256 of the program, so that plan and receipt name exactly what worked. */
export function programStamp(file: string): ProgramStamp {
  return { version: programVersion, digest: sha256(readFileSync(file)) };
}
