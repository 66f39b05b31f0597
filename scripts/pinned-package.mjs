// Packages made for one system only. npm refuses to install them on any other, so they are no dependencies of this project:
// they are fetched when the helper executable is built or tested, in an exact version, and checked against a pinned digest.
import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';

const PINNED = JSON.parse(await readFile(new URL('pinned-packages.json', import.meta.url), 'utf8'));

/** Folder outside the tree for what is slow to fetch or make and always comes out the same. */
export const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ucs-remediation-wizard');

/** Without a network the answer comes in seconds. */
const RETRIES = ['--fetch-retries', '1', '--fetch-retry-mintimeout', '1000'];

/** Folder with the wanted files of a pinned package; fetches it with npm at first use. Throws when its digest is another one. */
export async function pinnedPackage(name) {
  const { version, integrity, files } = PINNED[name];
  const folder = join(CACHE, 'packages', `${name.replace('/', '+')}-${version}`);
  if (await exists(folder)) return folder;
  await mkdir(dirname(folder), { recursive: true });
  const making = await mkdtemp(join(dirname(folder), 'fetching-'));
  try {
    const { stdout } = await execa(
      process.execPath,
      [
        npmProgram(),
        'pack',
        `${name}@${version}`,
        '--json',
        '--ignore-scripts',
        ...RETRIES,
        '--pack-destination',
        making,
      ],
      { cwd: making },
    );
    const archive = join(making, JSON.parse(stdout)[0].filename);
    const digest = createHash('sha512')
      .update(await readFile(archive))
      .digest('base64');
    if (`sha512-${digest}` !== integrity) throw new Error(`${name}@${version} is not the package that was pinned`);
    await execa('tar', ['-xzf', archive, '-C', making, ...files.map((file) => `package/${file}`)]);
    // Another build may have been quicker: its folder is as good.
    await rename(join(making, 'package'), folder).catch(() => undefined);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return folder;
}

function npmProgram() {
  const beside = process.platform === 'win32' ? 'node_modules' : '../lib/node_modules';
  return process.env.npm_execpath ?? join(dirname(process.execPath), beside, 'npm/bin/npm-cli.js');
}

function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}
