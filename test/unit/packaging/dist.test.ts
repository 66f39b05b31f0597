import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPackage, extractFile, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { execa } from 'execa';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const { version } = createRequire(import.meta.url)('../../../package.json') as { version: string };
/** What marks the fuses in Electron's binary, then their version, their number, and each of them. */
const FUSE_WIRE = Buffer.from(
  'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u0001\u0008\u0031\u0031\u0031\u0031\u0031\u0031\u0031\u0031',
  'latin1',
);
const TEXT = 'made up for a test';

/** How a fuse is written: a character. */
const [DISABLE, ENABLE] = ['0'.charCodeAt(0), '1'.charCodeAt(0)];

const FUSES = {
  [FuseV1Options.RunAsNode]: DISABLE,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: DISABLE,
  [FuseV1Options.EnableNodeCliInspectArguments]: DISABLE,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: DISABLE,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: ENABLE,
  [FuseV1Options.OnlyLoadAppFromAsar]: ENABLE,
  [FuseV1Options.EnableCookieEncryption]: ENABLE,
};
/** Whatever would have to be fetched fails here, at once: packaging works offline. */
const OFFLINE = {
  HTTPS_PROXY: 'http://127.0.0.1:9',
  HTTP_PROXY: 'http://127.0.0.1:9',
  ELECTRON_OVERRIDE_DIST_PATH: '',
};
/** Any unsigned executable for Windows will do; this one comes with the packager. */
const SOME_EXECUTABLE = 'node_modules/electron-winstaller/vendor/StubExecutable.exe';

let folder = '';
let unpacked = '';
let unpackedWindows = '';

async function put(path: string, content: string | Buffer = TEXT): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
}

/** A folder that looks like an unpacked Electron to electron-builder; nothing in it runs. */
async function fakeElectron(name = 'fake-electron'): Promise<string> {
  const dist = join(folder, name);
  await put(join(dist, 'electron'), Buffer.concat([Buffer.from('#!/bin/sh\nexit 1\n'), FUSE_WIRE]));
  await chmod(join(dist, 'electron'), 0o755);
  for (const file of ['LICENSE', 'version', 'locales/en-US.pak', 'locales/de.pak']) await put(join(dist, file));
  await put(join(folder, 'default-app/package.json'), '{}');
  await createPackage(join(folder, 'default-app'), join(dist, 'resources/default_app.asar'));
  await put(join(dist, 'resources/app/package.json'), '{}');
  return dist;
}

/** The same for Windows: some executable, given a version and fuses. */
async function fakeWindowsElectron(): Promise<string> {
  const dist = await fakeElectron('fake-electron-win');
  await rm(join(dist, 'electron'));
  const executable = NtExecutable.from(await readFile(SOME_EXECUTABLE), { ignoreCert: true });
  const resources = NtExecutableResource.from(executable);
  const made = Resource.VersionInfo.createEmpty();
  made.setFileVersion(1, 0, 0, 0, 1033);
  made.outputToResourceEntries(resources.entries);
  resources.outputResource(executable);
  const bytes = Buffer.from(executable.generate());
  // Into a hole in its data: what lies behind the end would be dropped when its resources are written again.
  FUSE_WIRE.copy(bytes, bytes.indexOf(Buffer.alloc(200), bytes.length / 2) + 50);
  await put(join(dist, 'electron.exe'), bytes);
  return dist;
}

/** A built program with everything that must never be packaged lying beside it. */
async function fakeBuild(): Promise<string> {
  const build = join(folder, 'build');
  const packaged = ['electron/main.cjs', 'electron/preload.cjs', 'window/index.html', 'window/assets/index.js'];
  const never = ['desk-validator.cjs', 'start.cjs', 'ucs-remedy.cjs', 'chromium-page.js', 'electron/main.cjs.map'];
  for (const name of [...packaged, ...never]) await put(join(build, name));
  await execa(process.execPath, ['scripts/build-icons.mjs', join(build, 'icons')]);
  await put(join(build, 'helper/linux-x64/ucs-remedy'));
  await chmod(join(build, 'helper/linux-x64/ucs-remedy'), 0o755);
  for (const name of ['ucs-remedy.exe', 'koffi.node']) await put(join(build, 'helper/win-x64', name));
  return build;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ucs-wizard-dist-test-'));
  const options = ['--electron-dist', await fakeElectron(), '--build', await fakeBuild(), '--out', join(folder, 'out')];
  await execa(process.execPath, ['scripts/dist.mjs', '--dir', '--linux', ...options], { env: OFFLINE });
  unpacked = join(folder, 'out', 'linux-unpacked');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('what an installer would install', () => {
  it('holds the front, the window and its icon, and nothing that belongs to a desk or a checkout', () => {
    const files = listPackage(join(unpacked, 'resources/app.asar'), { isPack: false });
    expect(files.filter((file) => /\.\w+$/.test(file)).sort()).toEqual([
      '/build/electron/main.cjs',
      '/build/electron/preload.cjs',
      '/build/icons/256x256.png',
      '/build/window/assets/index.js',
      '/build/window/index.html',
      '/package.json',
    ]);
  });

  it('holds no other program, whatever lay in the Electron it was made from', async () => {
    expect((await readdir(join(unpacked, 'resources'))).sort()).toEqual(['app.asar', 'helper']);
  });

  it('names itself and its start, and brings no dependency that would be loaded from beside it', () => {
    const about = JSON.parse(extractFile(join(unpacked, 'resources/app.asar'), 'package.json').toString());
    expect(about).toMatchObject({ name: 'ucs-remediation-wizard', version, main: 'build/electron/main.cjs' });
    expect(about).not.toHaveProperty('dependencies');
    expect(about).not.toHaveProperty('scripts');
  });

  it('has the helper as an executable of its own', async () => {
    const helper = join(unpacked, 'resources/helper/ucs-remedy');
    expect(await readFile(helper, 'utf8')).toBe(TEXT);
    expect((await stat(helper)).mode & 0o111).toBe(0o111);
  });

  it('cannot be made into a Node for scripts of others, and takes its program only from the archive', async () => {
    expect(await getCurrentFuseWire(join(unpacked, 'ucs-remediation-wizard'))).toMatchObject(FUSES);
  });
});

describe('what an installer for Windows would install', () => {
  let program = '';

  beforeAll(async () => {
    const options = ['--electron-dist', await fakeWindowsElectron(), '--build', join(folder, 'build')];
    const out = join(folder, 'out-win');
    await execa(process.execPath, ['scripts/dist.mjs', '--dir', '--win', ...options, '--out', out], { env: OFFLINE });
    unpackedWindows = join(out, 'win-unpacked');
    program = join(unpackedWindows, 'ucs-remediation-wizard.exe');
  });

  it('has the helper and its native part beside it', async () => {
    for (const name of ['ucs-remedy.exe', 'koffi.node']) {
      expect(await readFile(join(unpackedWindows, 'resources/helper', name), 'utf8')).toBe(TEXT);
    }
  });

  it('has the same fuses', async () => {
    expect(await getCurrentFuseWire(program)).toMatchObject(FUSES);
  });

  it('says who it is, asks for no rights, and knows the digest of its archive', async () => {
    const resources = NtExecutableResource.from(NtExecutable.from(await readFile(program), { ignoreCert: true }));
    const [about] = Resource.VersionInfo.fromEntries(resources.entries);
    const [language = { lang: 0, codepage: 0 }] = about?.getAllLanguagesForStringValues() ?? [];
    expect(about?.getStringValues(language)).toMatchObject({ ProductName: 'UCS Remediation Wizard' });
    const texts = resources.entries.map(({ type, bin }) => `${type}: ${Buffer.from(bin).toString('latin1')}`);
    expect(texts.find((text) => text.startsWith('24: '))).toMatch(/requestedExecutionLevel level=["']asInvoker/);
    expect(texts.find((text) => text.includes('app.asar'))).toMatch(/SHA256/i);
  });
});

it('refuses to package a program without its helper', async () => {
  const build = join(folder, 'without-helper');
  for (const name of ['electron/main.cjs', 'window/index.html', 'icons/256x256.png']) await put(join(build, name));
  const { exitCode, stderr } = await execa(
    process.execPath,
    ['scripts/dist.mjs', '--dir', '--linux', '--build', build, '--out', join(folder, 'out-2')],
    { reject: false },
  );
  expect(exitCode).not.toBe(0);
  expect(stderr).toContain('the helper executable is missing');
});

describe('the icons', () => {
  const sizes = [16, 24, 32, 48, 64, 128, 256, 512];

  it.each(sizes)('are there in %i pixels, square', async (size) => {
    const png = await readFile(join(folder, 'build/icons', `${size}x${size}.png`));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
  });

  it('are one file for Windows, in which each entry points at its picture', async () => {
    const ico = await readFile(join(folder, 'build/icons/ucs-remedy.ico'));
    expect([ico.readUInt16LE(0), ico.readUInt16LE(2), ico.readUInt16LE(4)]).toEqual([0, 1, 7]);
    for (let entry = 0; entry < 7; entry += 1) {
      const at = 6 + 16 * entry;
      const [bytes, offset] = [ico.readUInt32LE(at + 8), ico.readUInt32LE(at + 12)];
      const picture = ico.subarray(offset, offset + bytes);
      expect(picture.subarray(1, 4).toString()).toBe('PNG');
      expect(picture.readUInt32BE(16) % 256).toBe(ico[at]);
    }
  });
});

it('asks for no rights, installs for everybody, and has no publisher and no updater', async () => {
  const settings = await readFile('electron-builder.yml', 'utf8');
  expect(settings).toMatch(/^publish: null$/m);
  expect(settings).toMatch(/requestedExecutionLevel: asInvoker/);
  expect(settings).toMatch(/perMachine: true/);
  expect(settings).toMatch(/oneClick: false/);
});
