import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execa } from 'execa';

/** Debian keeps rpm's database in a home folder; instruments keep it where distributions that live by rpm do. */
export const RPM_MACROS = { '/etc/rpm/macros': '%_dbpath /var/lib/rpm\n' };

/** What a package brings beside its version. */
export interface RpmContent {
  /** Text files by absolute path. */
  files?: Record<string, string>;
  /** A shell text that runs once it is installed. */
  post?: string;
  /** What it stands in for: a system that does not live by rpm has no packages for its own shell. */
  provides?: string;
}

const spec = (
  name: string,
  version: string,
  summary: string,
  { files = {}, post = '', provides }: RpmContent,
) => `Name: ${name}
Version: ${version}
Release: 1
Summary: ${summary}
License: none
Vendor: Test Publisher
BuildArch: noarch
${provides === undefined ? '' : `Provides: ${provides}`}
%description
Invented for a test.
%install
mkdir -p %{buildroot}/opt/${name}
echo ${version} > %{buildroot}/opt/${name}/version
${Object.keys(files)
  .map((path, index) => `install -D -m 644 %{_topdir}/content-${index} %{buildroot}${path}`)
  .join('\n')}
%files
/opt/${name}
${Object.keys(files).join('\n')}
${post === '' ? '' : `%post\n${post}`}
`;

/** Builds a package into a folder; its path. */
export async function buildRpm(
  folder: string,
  name: string,
  version: string,
  summary: string,
  content: RpmContent = {},
): Promise<string> {
  const top = join(folder, `${name}-${version}`);
  await mkdir(top, { recursive: true });
  await writeFile(join(top, 'package.spec'), spec(name, version, summary, content));
  for (const [index, text] of Object.values(content.files ?? {}).entries()) {
    await writeFile(join(top, `content-${index}`), text);
  }
  const defines = [`_topdir ${top}`, '_rpmdir %{_topdir}', '_build_id_links none'].flatMap((one) => ['--define', one]);
  await execa('rpmbuild', ['-bb', ...defines, join(top, 'package.spec')]);
  const [file = ''] = (await readdir(join(top, 'noarch'))).filter((one) => one.endsWith('.rpm'));
  const path = join(folder, `${name}-${version}.rpm`);
  await execa('cp', [join(top, 'noarch', file), path]);
  return path;
}

/** Makes a key of a publisher and signs copies of packages with it: `signed-NAME` beside each; the path of the public key. */
export async function signRpms(folder: string, packages: readonly string[]): Promise<string> {
  const home = join(folder, 'gnupg');
  await mkdir(home, { mode: 0o700 });
  const env = { GNUPGHOME: home };
  const options = ['--batch', '--passphrase', '', '--quick-gen-key', 'Test Publisher', 'rsa2048', 'sign', 'never'];
  await execa('gpg', options, { env });
  const key = join(folder, 'key.asc');
  await writeFile(key, (await execa('gpg', ['--armor', '--export'], { env })).stdout);
  for (const path of packages) {
    const copy = join(folder, `signed-${basename(path)}`);
    await execa('cp', [path, copy]);
    const defines = ['_gpg_name Test Publisher', '__gpg /usr/bin/gpg'].flatMap((one) => ['--define', one]);
    await execa('rpmsign', [...defines, '--addsign', copy], { env });
  }
  await execa('gpgconf', ['--kill', 'all'], { env });
  return key;
}
