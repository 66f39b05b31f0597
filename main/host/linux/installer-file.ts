import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Fact, read, unavailable } from '../../model/fact.ts';
import type { InstallerFile } from '../../model/installer.ts';
import { missFrom } from '../confined-tree.ts';
import { runTool } from './tool.ts';

const MAGIC: readonly [string, InstallerFile['kind']][] = [
  ['4d5a', 'exe'],
  ['d0cf11e0a1b11ae1', 'msi'],
  ['edabeedb', 'rpm'],
];

/**
 * Size, SHA-256, kind by its first bytes, and what an rpm package says it is. `signer` is always null: signatures are
 * not checked here, so only the digest can make a file trusted.
 */
export async function readInstallerFile(path: string): Promise<Fact<InstallerFile>> {
  const full = resolve(path);
  try {
    const file = await open(full, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      if (!(await file.stat()).isFile()) return unavailable('malformed', 'This is not an ordinary file.', full);
      const hash = createHash('sha256');
      let size = 0;
      let head = '';
      for await (const chunk of file.createReadStream({ autoClose: false })) {
        const bytes: Buffer = Buffer.from(chunk);
        if (size === 0) head = bytes.subarray(0, 8).toString('hex');
        size += bytes.length;
        hash.update(bytes);
      }
      const kind = MAGIC.find(([magic]) => head.startsWith(magic))?.[1] ?? 'other';
      const names = kind === 'rpm' ? await rpmNames(full) : { productName: null, version: null };
      return read(
        { path: full, size, sha256: hash.digest('hex'), kind, ...names, signer: null },
        `${full} (its signature was not checked)`,
      );
    } finally {
      await file.close();
    }
  } catch (error) {
    const miss = missFrom(error, full);
    return unavailable(miss.cause, miss.detail, full);
  }
}

async function rpmNames(path: string): Promise<Pick<InstallerFile, 'productName' | 'version'>> {
  const unnamed = { productName: null, version: null };
  // rpm would take these as a pattern and could read another file than the one hashed.
  if (/[*?[\]{}\\]/.test(path)) return unnamed;
  const run = await runTool('rpm', ['-qp', '--nosignature', '--queryformat', '%{NAME}\\t%{VERSION}\\n', '--', path]);
  if (run.kind !== 'ran' || run.exitCode !== 0) return unnamed;
  const [productName, version] = run.stdout.trim().split('\t');
  if (productName === undefined || version === undefined) return unnamed;
  return { productName, version };
}
