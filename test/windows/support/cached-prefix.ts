import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { sha256 } from '../../../main/model/json.ts';
import { markUsed, removeUnused } from '../../../scripts/cache-folders.mjs';

/** How long a prefix of another version of Wine, or of this file, stays in the cache. */
const UNUSED_MS = 2 * 86_400_000;

/** How commands of Wine are started: nothing of the caller's environment, no input, no output. */
export function quietly(prefix: string) {
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
    timeout: 120_000,
  } as const;
}

/** A Windows as Wine makes it, in the user's cache folder; made once for each version of Wine and of this file. Never changed. */
export async function cachedPrefix(): Promise<string> {
  const base = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'ucs-remediation-wizard-tests');
  await mkdir(base, { recursive: true });
  const ready = join(base, await nameOfPrefix());
  if (await markUsed(ready)) return ready;
  await removeUnused(base, UNUSED_MS);
  const making = await mkdtemp(join(base, 'making-'));
  await execa('/usr/bin/wineboot', ['-i'], quietly(making));
  // Node does not start on the older Windows that Wine shows by itself.
  await execa('/usr/bin/wine', ['winecfg', '-v', 'win10'], quietly(making));
  await execa('/usr/bin/wineserver', ['-w'], { ...quietly(making), reject: false });
  // Another test run may have been quicker: its prefix is as good.
  await rename(making, ready).catch(() => rm(making, { recursive: true, force: true }));
  return ready;
}

async function nameOfPrefix(): Promise<string> {
  const { stdout } = await execa('/usr/bin/wine', ['--version'], { ...quietly('/nonexistent'), stdout: 'pipe' });
  const recipe = sha256(await readFile(fileURLToPath(import.meta.url)));
  return `${stdout.replaceAll(/[^A-Za-z0-9.-]+/g, '_')}-${recipe.slice(0, 16)}`;
}
