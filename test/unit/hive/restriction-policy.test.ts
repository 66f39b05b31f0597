import { describe, expect, it } from 'vitest';
import { dword, expandText, type KeyTree, multiText, type StoredValue, text } from './hive-builder.ts';
import { hostWith, together, under } from './windows-disk.ts';

const KEY = 'Policies\\Microsoft\\Windows\\Safer\\CodeIdentifiers';
const STORES = 'Policies\\Microsoft\\SystemCertificates';
const binary = (hex: string): StoredValue => ({ type: 3, data: Buffer.from(hex, 'hex') });
const qword = (number: number): StoredValue => ({
  type: 11,
  data: Buffer.from(BigUint64Array.of(BigInt(number)).buffer),
});

/** Where Windows says its folders are. */
const FOLDERS = together(
  under('Microsoft\\Windows NT\\CurrentVersion', { values: { SystemRoot: text('C:\\WINDOWS') } }),
  under('Microsoft\\Windows NT\\CurrentVersion\\ProfileList', {
    values: { ProgramData: expandText('%SystemDrive%\\ProgramData') },
  }),
  under('Microsoft\\Windows\\CurrentVersion', {
    values: { ProgramFilesDir: text('C:\\Program Files'), 'ProgramFilesDir (x86)': text('C:\\Program Files (x86)') },
  }),
);

const settings = (values: Record<string, StoredValue>) => under(KEY, { values });
const pathRule = (level: number, id: string, path: StoredValue) =>
  under(`${KEY}\\${level}\\Paths\\{${id}}`, { values: { ItemData: path, SaferFlags: dword(0) } });

async function restrictions(...trees: KeyTree[]) {
  const fact = await (await hostWith({ software: together(FOLDERS, ...trees) })).restrictions();
  return fact;
}

describe('the Software Restriction Policy in the registry', () => {
  it('a Windows without one has none, also where the empty key of every Windows is there', async () => {
    const none = { status: 'read', value: { policies: [], starts: [], programFolder: 'C:\\Program Files' } };
    expect(await restrictions()).toMatchObject(none);
    expect(await restrictions(settings({ authenticodeenabled: dword(0) }))).toMatchObject(none);
  });

  it('every part of it is read, with folders in the place of variables and values of the registry', async () => {
    const fact = await restrictions(
      settings({
        DefaultLevel: dword(0),
        TransparentEnabled: dword(2),
        PolicyScope: dword(1),
        AuthenticodeEnabled: dword(1),
        ExecutableTypes: multiText('EXE', 'MSI'),
      }),
      pathRule(
        0x40000,
        '1',
        expandText('%HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\ProgramFilesDir%'),
      ),
      pathRule(
        0x40000,
        '2',
        text('%HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\SystemRoot%\\*.exe'),
      ),
      pathRule(0x40000, '3', text('%ProgramFiles(x86)%\\Illumina')),
      pathRule(0x20000, '4', text('%ProgramData%\\x')),
      pathRule(0, '5', text('%AppData%\\*')),
      pathRule(0, '6', text('%HKEY_CURRENT_USER\\Software\\X\\Folder%')),
      under(`${KEY}\\0\\Hashes\\{7}`, { values: { ItemData: binary('00'.repeat(16)), ItemSize: qword(12) } }),
      under(`${KEY}\\0\\Hashes\\{7}\\SHA256`, {
        values: { ItemData: binary('ab'.repeat(32)), HashAlg: dword(0x800c) },
      }),
      under(`${KEY}\\262144\\Hashes\\{8}`, { values: { ItemData: binary('00'.repeat(16)) } }),
      under(`${KEY}\\0\\UrlZones\\{9}`, { values: { ItemData: dword(3) } }),
      under(`${STORES}\\TrustedPublisher\\Certificates\\${'A1'.repeat(20)}`, {}),
      under(`${STORES}\\Disallowed\\Certificates\\${'B2'.repeat(20)}`, {}),
    );
    expect(fact).toMatchObject({
      value: {
        policies: [
          {
            of: 'machine',
            defaultLevel: 'disallowed',
            enforced: true,
            coversLibraries: true,
            exemptsAdministrators: true,
            programTypes: ['EXE', 'MSI'],
            hashes: [
              { level: 'disallowed', sha256: 'ab'.repeat(32), size: 12 },
              { level: 'unrestricted', sha256: null, size: null },
            ],
            zones: [{ level: 'disallowed', zone: 3 }],
            certificates: { counted: true, allowed: ['a1'.repeat(20)], refused: ['b2'.repeat(20)] },
          },
        ],
      },
    });
    const paths = fact.status === 'read' ? (fact.value.policies[0]?.paths ?? []) : [];
    expect(paths.map(({ level, expanded }) => `${level} ${expanded}`)).toEqual([
      'disallowed null',
      'disallowed null',
      'basic-user C:\\ProgramData\\x',
      'unrestricted C:\\Program Files',
      'unrestricted C:\\WINDOWS\\*.exe',
      'unrestricted C:\\Program Files (x86)\\Illumina',
    ]);
  });

  it.each([
    ['a level Windows does not have', settings({ DefaultLevel: dword(7) })],
    ['a setting that is no number', settings({ DefaultLevel: text('0') })],
    ['a rule without a path', under(`${KEY}\\0\\Paths\\{1}`, { values: { ItemData: dword(1) } })],
  ])('with %s it is not understood, and never "none"', async (_name, tree) => {
    expect(await restrictions(tree)).toMatchObject({ status: 'unavailable', cause: 'not-known' });
  });

  it('a hive that is not there is no machine without a policy', async () => {
    expect(await (await hostWith({})).restrictions()).toMatchObject({ status: 'unavailable' });
  });
});
