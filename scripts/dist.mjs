// Packages the program: npm run dist -- [--dir] [--linux] [--win] [--electron-dist FOLDER] [--build FOLDER] [--out FOLDER]
// --dir            only the folder an installer would install; works without network
// --electron-dist  an unpacked Electron (also ELECTRON_OVERRIDE_DIST_PATH); without one electron-builder downloads it
// --build, --out   take the built program from, and write to, other folders than `build` (which is built first) and `dist`
import { access, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Arch, build, DIR_TARGET, Platform } from 'electron-builder';
import { execa } from 'execa';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const HELPERS = { linux: 'linux-x64/ucs-remedy', win: 'win-x64/ucs-remedy.exe' };

const { values } = parseArgs({
  options: {
    dir: { type: 'boolean', default: false },
    linux: { type: 'boolean', default: false },
    win: { type: 'boolean', default: false },
    'electron-dist': { type: 'string' },
    build: { type: 'string' },
    out: { type: 'string' },
  },
});
const here = process.platform === 'win32' ? 'win' : 'linux';
const systems = values.linux || values.win ? ['linux', 'win'].filter((system) => values[system]) : [here];
const electronDist = values['electron-dist'] ?? process.env.ELECTRON_OVERRIDE_DIST_PATH;

if (values.build === undefined) {
  for (const script of ['build.mjs', 'build-window.mjs']) await run(script);
  await run('build-helper.mjs', ...systems.map((system) => `${system}-x64`));
}
const built = resolve(values.build ?? join(ROOT, 'build'));
const about = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));

const targets = new Map(
  systems.map((system) => [
    system === 'win' ? Platform.WINDOWS : Platform.LINUX,
    new Map([[Arch.x64, values.dir ? [DIR_TARGET] : []]]),
  ]),
);
const stage = await mkdtemp(join(tmpdir(), 'ucs-wizard-package-'));
try {
  await fillStage(stage);
  const made = await build({
    projectDir: stage,
    targets,
    publish: 'never',
    config: {
      extends: join(ROOT, 'electron-builder.yml'),
      electronVersion: about.devDependencies.electron,
      afterPack: leaveOnlyOurs,
      directories: { output: resolve(values.out ?? join(ROOT, 'dist')) },
      ...(electronDist === undefined ? {} : { electronDist: resolve(electronDist) }),
      ...(systems.includes('linux')
        ? { deb: { fpm: whereRootLooks(stage) }, rpm: { fpm: whereRootLooks(stage) } }
        : {}),
    },
  });
  for (const file of made) console.log(`made ${file}`);
} finally {
  await rm(stage, { recursive: true, force: true });
}

/** Only what is packaged lies here, and no dependencies: all of them are inside the bundles. So nothing else can slip in. */
async function fillStage(folder) {
  const { name, version, description, license } = about;
  const main = 'build/electron/main.cjs';
  const author = 'UCS Remediation Wizard';
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name, version, description, license, author, main }));
  for (const part of ['electron', 'window', 'icons']) {
    await cp(join(built, part), join(folder, 'build', part), { recursive: true });
  }
  for (const system of systems) {
    const helper = join('helper', `${system}-x64`);
    await mustExist(join(built, 'helper', HELPERS[system]));
    await cp(join(built, helper), join(folder, 'build', helper), { recursive: true });
  }
  await cp(join(ROOT, 'assets/polkit'), join(folder, 'polkit'), { recursive: true });
}

/** The polkit policy pins one path of the program, so installed packages have it there. */
function whereRootLooks(folder) {
  const policy = 'org.ucs-remediation-wizard.helper.policy';
  return [
    `${join(folder, 'build/helper', HELPERS.linux)}=/usr/lib/ucs-remediation-wizard/ucs-remedy`,
    `${join(folder, 'polkit', policy)}=/usr/share/polkit-1/actions/${policy}`,
  ];
}

/** An unpacked Electron that was given may hold programs of its own beside ours; one that was downloaded is cleaned by the packager. */
async function leaveOnlyOurs({ appOutDir }) {
  const resources = join(appOutDir, 'resources');
  for (const name of ['app', 'default_app.asar']) await rm(join(resources, name), { recursive: true, force: true });
}

async function run(script, ...words) {
  await execa(process.execPath, [join(ROOT, 'scripts', script), ...words], { stdout: 'ignore', stderr: 'inherit' });
}

async function mustExist(file) {
  try {
    await access(file);
  } catch (cause) {
    throw new Error(`the helper executable is missing: ${file}. Build it with scripts/build-helper.mjs.`, { cause });
  }
}
