import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Fact, read, unavailable } from '../../model/fact.ts';
import type { InstallerFile } from '../../model/installer.ts';
import { missFrom } from '../confined-tree.ts';
import { type Magic, readInstallerContent, WINDOWS_MAGIC } from '../installer-content.ts';
import { isPlainRpmPath, rpmRefusal } from './rpm-signature.ts';
import { runTool } from './tool.ts';

const MAGIC: Magic = [...WINDOWS_MAGIC, ['edabeedb', 'rpm']];

/**
 * Size, SHA-256, kind by its first bytes, and what an rpm package says it is. Packages are checked by rpm with its own keys, which can
 * only refuse them. `signer` is always null: only the digest can make a file trusted.
 */
export async function readInstallerFile(path: string): Promise<Fact<InstallerFile>> {
  const full = resolve(path);
  try {
    const file = await open(full, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      if (!(await file.stat()).isFile()) return unavailable('malformed', 'This is not an ordinary file.', full);
      const content = await readInstallerContent(file, MAGIC);
      if (content.kind !== 'rpm') {
        const unnamed = { productName: null, version: null };
        return read({ path: full, ...content, ...unnamed, signer: null }, `${full} (it carries no signature)`);
      }
      const [names, refusal] = await Promise.all([rpmNames(full), rpmRefusal(full)]);
      const refused = refusal === null ? {} : { systemRefuses: refusal };
      return read({ path: full, ...content, ...names, signer: null, ...refused }, `${full}, rpm --checksig`);
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
  if (!isPlainRpmPath(path)) return unnamed;
  const run = await runTool('rpm', ['-qp', '--nosignature', '--queryformat', '%{NAME}\\t%{VERSION}\\n', '--', path]);
  if (run.kind !== 'ran' || run.exitCode !== 0) return unnamed;
  const [productName, version] = run.stdout.trim().split('\t');
  if (productName === undefined || version === undefined) return unnamed;
  return { productName, version };
}
