import { NtExecutable, NtExecutableResource } from 'pe-library';
import { Resource } from 'resedit';

/** What a program says it is. */
export interface ProgramName {
  /** Four parts. */
  version: string;
  product: string;
  description: string;
}

const ENGLISH = { lang: 1033, codepage: 1200 };

/** The bytes of an executable with a version resource. */
export function withVersion(bytes: Uint8Array, { version, product, description }: ProgramName): Buffer {
  const executable = NtExecutable.from(bytes);
  const resources = NtExecutableResource.from(executable);
  const info = Resource.VersionInfo.createEmpty();
  const [a = 0, b = 0, c = 0, d = 0] = version.split('.').map(Number);
  info.setFileVersion(a, b, c, d, ENGLISH.lang);
  info.setProductVersion(a, b, c, d, ENGLISH.lang);
  info.setStringValues(ENGLISH, {
    ProductName: product,
    FileDescription: description,
    CompanyName: 'Test Fixtures',
    FileVersion: version,
    ProductVersion: version,
  });
  info.outputToResourceEntries(resources.entries);
  resources.outputResource(executable);
  return Buffer.from(executable.generate());
}
