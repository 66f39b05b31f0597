// Makes a copy of Node for Windows our own: program, version resource, icon, and system libraries from System32 only.
import { NtExecutable, NtExecutableResource } from 'pe-library';
import { Data, Resource } from 'resedit';

/** `RT_RCDATA`, where Node looks for a resource of this name. */
const RAW_DATA = 10;
const BLOB_NAME = 'NODE_SEA_BLOB';

const ENGLISH = { lang: 1033, codepage: 1200 };

/** `LOAD_LIBRARY_SEARCH_SYSTEM32`: libraries the executable is linked to come from System32, not from its own folder. */
const SYSTEM32_ONLY = 0x800;
const LOAD_CONFIG_DIRECTORY = 10;
/** Offset of `DependentLoadFlags` in a 64-bit load configuration. */
const DEPENDENT_LOAD_FLAGS = 0x4e;

/** Node marks with it whether there is a program in it: the character after it is 0 or 1. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:';

/**
 * A copy of Node for Windows as our executable, as bytes. The signature it had is dropped, because it would not hold any longer.
 * `blob` is the program as Node prepared it; `version` has three parts; `icon` holds an .ico file.
 */
export function windowsExecutable(node, { blob, version, icon }) {
  const executable = NtExecutable.from(node, { ignoreCert: true });
  const resources = NtExecutableResource.from(executable);
  describe(resources, version);
  setIcon(resources, icon);
  resources.entries.push({ type: RAW_DATA, id: BLOB_NAME, ...ENGLISH, bin: blob });
  resources.outputResource(executable);
  const bytes = Buffer.from(executable.generate());
  searchSystem32Only(executable, bytes);
  setFuse(bytes);
  return bytes;
}

function setFuse(bytes) {
  const at = bytes.indexOf(FUSE);
  if (at === -1 || bytes.indexOf(FUSE, at + 1) !== -1) throw new Error('this Node has no single place for a program');
  bytes.write('1', at + FUSE.length, 'latin1');
}

function describe(resources, version) {
  const numbers = [...version.split('.').map(Number), 0];
  for (const entry of Resource.VersionInfo.fromEntries(resources.entries)) {
    for (const language of entry.getAllLanguagesForStringValues()) {
      entry.removeAllStringValues(language);
    }
    entry.setFileVersion(...numbers, ENGLISH.lang);
    entry.setProductVersion(...numbers, ENGLISH.lang);
    entry.setStringValues(ENGLISH, {
      ProductName: 'UCS Remediation Wizard',
      FileDescription: 'UCS Remediation Wizard',
      FileVersion: version,
      ProductVersion: version,
      InternalName: 'ucs-remedy',
      OriginalFilename: 'ucs-remedy.exe',
      LegalCopyright: 'Apache-2.0; contains Node.js, see its licence',
    });
    entry.outputToResourceEntries(resources.entries);
  }
}

function setIcon(resources, icon) {
  const icons = Data.IconFile.from(icon).icons.map(({ data }) => data);
  for (const { id, lang } of Resource.IconGroupEntry.fromEntries(resources.entries)) {
    Resource.IconGroupEntry.replaceIconsForResource(resources.entries, id, lang, icons);
  }
}

function searchSystem32Only(executable, bytes) {
  const { virtualAddress } = executable.newHeader.optionalHeaderDataDirectory.get(LOAD_CONFIG_DIRECTORY);
  const section = executable
    .getAllSections()
    .find(
      ({ info }) => virtualAddress >= info.virtualAddress && virtualAddress < info.virtualAddress + info.virtualSize,
    );
  if (section === undefined) throw new Error('this executable has no load configuration');
  const start = section.info.pointerToRawData + virtualAddress - section.info.virtualAddress;
  if (bytes.readUInt32LE(start) < DEPENDENT_LOAD_FLAGS + 2) throw new Error('this load configuration is too old');
  bytes.writeUInt16LE(SYSTEM32_ONLY, start + DEPENDENT_LOAD_FLAGS);
}
