import { access, constants, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { ucsProgram } from './images.ts';
import { withVersion } from './version-resource.ts';
import { windowsProgram } from './windows-programs.ts';

const NEEDED = [
  ['/usr/bin/makensis', 'nsis'],
  ['/usr/bin/wixl', 'wixl'],
  ['/usr/bin/osslsigncode', 'osslsigncode'],
  ['/usr/bin/openssl', 'openssl'],
] as const;

/** Why installers cannot be made here; null where they can. */
export async function installerToolsMissing(): Promise<string | null> {
  for (const [path, name] of NEEDED) {
    const there = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (!there) return `it needs ${path} (Debian package ${name})`;
  }
  return null;
}

/** Makes real installers for tests, in a folder of its own. */
export class InstallerMaker {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async start(): Promise<InstallerMaker> {
    const maker = new InstallerMaker(await mkdtemp(join(tmpdir(), 'ucs-installers-')));
    await writeFile(maker.#at('payload.exe'), await windowsProgram('stand-in'));
    return maker;
  }

  #at(name: string): string {
    return join(this.#folder, name);
  }

  async stop(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** A Windows Installer package of a version of three parts. */
  async package(version: string): Promise<Buffer> {
    // Names without folders: wixl takes no other for what it packs.
    await cp(source('product.wxs'), this.#at('product.wxs'));
    const words = ['-a', 'x64', '-D', `VERSION=${version}`, '-D', 'PAYLOAD=payload.exe', '-o', 'product.msi'];
    await execa('/usr/bin/wixl', [...words, 'product.wxs'], { cwd: this.#folder });
    return readFile(this.#at('product.msi'));
  }

  /** An installer program of a version of three parts, which ends with an exit code. */
  async program(version: string, exitCode = 0): Promise<Buffer> {
    const out = this.#at(`${version}-${exitCode}.exe`);
    const words = [`-DOUT=${out}`, `-DPAYLOAD=${this.#at('payload.exe')}`, `-DVERSION=${version}`];
    await execa('/usr/bin/makensis', ['-V1', ...words, `-DEXITCODE=${exitCode}`, source('product.nsi')]);
    return readFile(out);
  }

  /** An update of the copy service to a version of three parts, which stops it, replaces its program and starts it again. */
  async ucsUpdate(kind: 'exe' | 'msi', version: string): Promise<Buffer> {
    await writeFile(this.#at('StandInUcs.exe'), withVersion(await windowsProgram('stand-in'), ucsProgram(version)));
    const out = this.#at(`ucs-update.${kind}`);
    if (kind === 'msi') {
      await cp(source('ucs-update.wxs'), this.#at('ucs-update.wxs'));
      const words = ['-a', 'x64', '-D', `VERSION=${version}`, '-o', out, 'ucs-update.wxs'];
      await execa('/usr/bin/wixl', words, { cwd: this.#folder });
    } else {
      const words = [`-DOUT=${out}`, `-DPAYLOAD=${this.#at('StandInUcs.exe')}`, `-DVERSION=${version}`];
      await execa('/usr/bin/makensis', ['-V1', ...words, source('ucs-update.nsi')]);
    }
    return readFile(out);
  }

  /** Signs an installer as an organisation, with a certificate that vouches for itself. */
  async signed(installer: Buffer, kind: 'exe' | 'msi', organisation: string): Promise<Buffer> {
    const [key, certificate, plain, out] = ['key.pem', 'certificate.pem', `plain.${kind}`, `signed.${kind}`].map(
      (name) => this.#at(name),
    ) as [string, string, string, string];
    const use = ['-addext', 'extendedKeyUsage=codeSigning', '-addext', 'keyUsage=digitalSignature'];
    const subject = ['-subj', `/O=${organisation}/CN=${organisation}`];
    const fresh = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30'];
    await execa('/usr/bin/openssl', [...fresh, '-keyout', key, '-out', certificate, ...subject, ...use]);
    await writeFile(plain, installer);
    await rm(out, { force: true });
    const words = ['-certs', certificate, '-key', key, '-in', plain, '-out', out];
    await execa('/usr/bin/osslsigncode', ['sign', '-h', 'sha256', ...words]);
    return readFile(out);
  }
}

function source(name: string): string {
  return fileURLToPath(new URL(`../programs/${name}`, import.meta.url));
}
