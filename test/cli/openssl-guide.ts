import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finished, REPOSITORY, runProgram } from './harness.ts';

export const OPENSSL = '/usr/bin/openssl';
export const SHELL = '/bin/sh';

/** Follows docs/verify-with-openssl.md in a folder of receipts, word for word, from unpacking to the type. */
export async function followOpensslGuide(folder: string, receiptId: string): Promise<Finished> {
  const guide = await readFile(join(REPOSITORY, 'docs/verify-with-openssl.md'), 'utf8');
  const blocks = [...guide.matchAll(/^```sh \w+\n([\s\S]*?)^```$/gm)].map(([, commands]) => commands ?? '');
  const script = ['set -eu', ...blocks].join('\n').replaceAll('=ID.', `=${receiptId}.`);
  return runProgram(SHELL, ['-c', script], { cwd: folder });
}
