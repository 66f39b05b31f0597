import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Fact, read, unavailable } from '../../model/fact.ts';
import type { InstallerFile } from '../../model/installer.ts';
import { missFrom } from '../confined-tree.ts';
import { type Magic, readInstallerContent, WINDOWS_MAGIC } from '../installer-content.ts';
import { runTool } from './tool.ts';

const MAGIC: Magic = [...WINDOWS_MAGIC, ['edabeedb', 'rpm']];

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
      const content = await readInstallerContent(file, MAGIC);
      const names = content.kind === 'rpm' ? await rpmNames(full) : { productName: null, version: null };
      return read({ path: full, ...content, ...names, signer: null }, `${full} (its signature was not checked)`);
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
