import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { NtExecutable, NtExecutableResource } from 'pe-library';
import { Resource } from 'resedit';
import { onTestFinished } from 'vitest';

/** A temporary folder with these files, removed after the test. Returns its path. */
export async function diskWith(files: Record<string, string | Uint8Array> = {}): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'ucs-copied-disk-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return root;
}

/** `RunParameters.xml` of a MiSeq, by the element table of the domain facts; the serial number is invented. */
export const MISEQ_PARAMETERS = `<?xml version="1.0"?>
<RunParameters>
  <Setup><ApplicationName>MiSeq Control Software</ApplicationName><ApplicationVersion>4.0.0.1769</ApplicationVersion></Setup>
  <ScannerID>M00000</ScannerID>
</RunParameters>
`;

/** A Windows executable with nothing in it, and a version resource when a version is given. */
export function executable(version: readonly [number, number, number, number] | null, productName = ''): Uint8Array {
  const exe = NtExecutable.createEmpty(false, false);
  const resources = NtExecutableResource.from(exe);
  if (version !== null) {
    const info = Resource.VersionInfo.createEmpty();
    info.setFileVersion(...version, 1033);
    info.setProductVersion(...version, 1033);
    // The text differs from the numbers: only the numbers may be believed.
    info.setStringValues({ lang: 1033, codepage: 1200 }, { ProductName: productName, FileVersion: '9.9.9.9' });
    info.outputToResourceEntries(resources.entries);
  }
  resources.outputResource(exe);
  return new Uint8Array(exe.generate());
}
