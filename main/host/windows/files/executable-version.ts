import { NtExecutable, NtExecutableResource } from 'pe-library';
import { Resource } from 'resedit';
import type { FileVersion } from '../../../model/system-facts.ts';

/**
 * The version resource of a Windows executable: the numbers from its fixed part, names from its strings (any language).
 * Null: it has no version resource. Throws what the parser throws on a file that is no sound executable.
 */
export function executableVersion(path: string, bytes: Uint8Array): FileVersion | null {
  // Signed files are refused without this; the signature is not what is read here.
  const executable = NtExecutable.from(bytes, { ignoreCert: true });
  const resources = NtExecutableResource.from(executable);
  const [info] = Resource.VersionInfo.fromEntries(resources.entries);
  if (info === undefined) return null;
  const strings = info.getAllLanguagesForStringValues().map((language) => info.getStringValues(language));
  const word = (key: string) => strings.map((values) => values[key]?.trim()).find((text) => text) ?? null;
  const fixed = info.fixedInfo;
  return {
    path,
    fileVersion: fourParts(fixed.fileVersionMS, fixed.fileVersionLS),
    productVersion: fourParts(fixed.productVersionMS, fixed.productVersionLS),
    productName: word('ProductName'),
    description: word('FileDescription'),
    company: word('CompanyName'),
  };
}

function fourParts(high: number, low: number): string {
  return [high >>> 16, high & 0xffff, low >>> 16, low & 0xffff].join('.');
}
