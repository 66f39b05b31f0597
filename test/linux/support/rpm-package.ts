import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

/** Debian keeps rpm's database in a home folder; instruments keep it where distributions that live by rpm do. */
export const RPM_MACROS = { '/etc/rpm/macros': '%_dbpath /var/lib/rpm\n' };

const spec = (name: string, version: string, summary: string) => `Name: ${name}
Version: ${version}
Release: 1
Summary: ${summary}
License: none
Vendor: Test Publisher
BuildArch: noarch
%description
Invented for a test.
%install
mkdir -p %{buildroot}/opt/${name}
echo ${version} > %{buildroot}/opt/${name}/version
%files
/opt/${name}
`;

/** Builds a package that holds one small file, into a folder; its path. */
export async function buildRpm(folder: string, name: string, version: string, summary: string): Promise<string> {
  const top = join(folder, `${name}-${version}`);
  await mkdir(top, { recursive: true });
  await writeFile(join(top, 'package.spec'), spec(name, version, summary));
  const defines = [`_topdir ${top}`, '_rpmdir %{_topdir}', '_build_id_links none'].flatMap((one) => ['--define', one]);
  await execa('rpmbuild', ['-bb', ...defines, join(top, 'package.spec')]);
  const [file = ''] = (await readdir(join(top, 'noarch'))).filter((one) => one.endsWith('.rpm'));
  const path = join(folder, `${name}-${version}.rpm`);
  await execa('cp', [join(top, 'noarch', file), path]);
  return path;
}
