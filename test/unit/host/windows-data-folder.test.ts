import { describe, expect, test } from 'vitest';
import {
  type FolderPort,
  findWindowsDataFolder,
  openWindowsDataFolder,
} from '../../../main/host/data-folder/windows-data-folder.ts';
import type { FileSecurity } from '../../../main/host/windows/win32/security/file-security.ts';
import type { AccessEntry } from '../../../main/host/windows/win32/security/security-descriptor.ts';
import { Win32Error } from '../../../main/host/windows/win32/win32-error.ts';

const SYSTEM = 'S-1-5-18';
const ADMINISTRATORS = 'S-1-5-32-544';
const TRUSTED_INSTALLER = 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464';
const USERS = 'S-1-5-32-545';
const CREATOR_OWNER = 'S-1-3-0';
const SOMEBODY = 'S-1-5-21-1-2-3-1001';
const ALL = 0x1f01ff;
const READ = 0x1200a9;

const allow = (sid: string, mask: number, inheritOnly = false): AccessEntry => ({
  kind: 'allow',
  inheritOnly,
  mask,
  sid,
});
const folder = (owner: string | null, ...entries: AccessEntry[]): FileSecurity => ({ kind: 'folder', owner, entries });

const BASE = 'C:\\ProgramData';
const PATH = `${BASE}\\UCS Remediation Wizard`;
const PLACES = [
  { path: PATH, secret: false },
  { path: `${PATH}\\keys`, secret: true },
  { path: `${PATH}\\trusted`, secret: false },
];
const READABLE = folder(ADMINISTRATORS, allow(ADMINISTRATORS, ALL), allow(SYSTEM, ALL), allow(USERS, READ));
const CLOSED = folder(ADMINISTRATORS, allow(ADMINISTRATORS, ALL), allow(SYSTEM, ALL));

/** As Windows 10 comes. */
const FRESH: Record<string, FileSecurity> = {
  'C:\\': folder(
    TRUSTED_INSTALLER,
    allow(ADMINISTRATORS, ALL),
    allow('S-1-5-11', 0x4),
    allow('S-1-5-11', 0xe001_0000, true),
  ),
  [BASE]: folder(
    SYSTEM,
    allow(SYSTEM, ALL),
    allow(ADMINISTRATORS, ALL),
    allow(CREATOR_OWNER, ALL, true),
    allow(USERS, READ),
    allow(USERS, 0x116),
  ),
};

/** A made-up Windows that keeps what is made; `gives` is what a new folder really gets, whatever was asked for. */
function fakeWindows(found: Record<string, FileSecurity> = {}, gives?: FileSecurity) {
  const folders: Record<string, FileSecurity> = { ...FRESH, ...found };
  const made: [string, string][] = [];
  const port: FolderPort = {
    look: (path) => folders[path] ?? { kind: 'absent' },
    create(path, sddl) {
      if (folders[path] !== undefined) return false;
      made.push([path, sddl]);
      folders[path] = gives ?? (sddl.includes(';;;BU)') ? READABLE : CLOSED);
      return true;
    },
  };
  return { port, made };
}

const unsafe = (because: string) =>
  expect.objectContaining({ code: 'data-folder-unsafe', message: expect.stringContaining(because) });

describe('the data folder of a Windows instrument', () => {
  test('is made for administrators, with keys that only they can read', () => {
    const { port, made } = fakeWindows();
    openWindowsDataFolder(PLACES, port);
    const secret = 'O:BAG:BAD:PAI(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)';
    expect(made).toEqual([
      [PATH, `${secret}(A;OICI;0x1200a9;;;BU)`],
      [`${PATH}\\keys`, secret],
      [`${PATH}\\trusted`, `${secret}(A;OICI;0x1200a9;;;BU)`],
    ]);
    expect(findWindowsDataFolder(PLACES, port)).toBe(true);
  });

  test('is found again and used as it is', () => {
    const { port, made } = fakeWindows({ [PATH]: READABLE, [`${PATH}\\keys`]: CLOSED, [`${PATH}\\trusted`]: READABLE });
    openWindowsDataFolder(PLACES, port);
    expect(made).toEqual([]);
  });

  test('success of a call is not believed: a folder that did not get its rights is refused', () => {
    const { port } = fakeWindows({}, folder(SOMEBODY, allow(SOMEBODY, ALL)));
    expect(() => openWindowsDataFolder(PLACES, port)).toThrow(unsafe('does not belong to the administrators'));
  });

  test.each<[string, FileSecurity, string]>([
    ['a folder that a user made beforehand', folder(SOMEBODY, allow(ADMINISTRATORS, ALL)), 'does not belong'],
    ['a folder without an owner', folder(null, allow(ADMINISTRATORS, ALL)), 'does not belong'],
    ['a link', { kind: 'link', owner: ADMINISTRATORS, entries: [] }, 'link to another place'],
    ['a file', { kind: 'other', owner: ADMINISTRATORS, entries: [] }, 'not a folder'],
    ['no access list at all', { kind: 'folder', owner: ADMINISTRATORS, entries: null }, 'open to everybody'],
    ['users may write', folder(ADMINISTRATORS, allow(USERS, 0x2)), 'write to it'],
    ['users may write to what is made in it', folder(ADMINISTRATORS, allow(USERS, 0x1301bf, true)), 'write to it'],
    ['somebody may change its rights', folder(ADMINISTRATORS, allow(SOMEBODY, 0x4_0000)), 'write to it'],
    ['somebody may delete it', folder(ADMINISTRATORS, allow(SOMEBODY, 0x1_0000)), 'write to it'],
    ['everybody may do everything', folder(ADMINISTRATORS, allow('S-1-1-0', 0x1000_0000)), 'write to it'],
    ['who makes something in it owns it', folder(ADMINISTRATORS, allow(CREATOR_OWNER, ALL, true)), 'write to it'],
    [
      'an entry with a condition',
      folder(ADMINISTRATORS, { kind: 'other', inheritOnly: false, mask: READ, sid: '' }),
      'write to it',
    ],
  ])('is refused, for work and for reading, where it is %s', (_name, found, because) => {
    const { port, made } = fakeWindows({ [PATH]: found });
    expect(() => openWindowsDataFolder(PLACES, port)).toThrow(unsafe(because));
    expect(() => findWindowsDataFolder(PLACES, port)).toThrow(unsafe(because));
    expect(made).toEqual([]);
  });

  test('is refused where users can look at the keys', () => {
    const { port } = fakeWindows({ [PATH]: READABLE, [`${PATH}\\keys`]: READABLE });
    expect(() => openWindowsDataFolder(PLACES, port)).toThrow(unsafe('look into it'));
    expect(() => findWindowsDataFolder(PLACES, port)).toThrow(unsafe('look into it'));
  });

  test.each<[string, FileSecurity]>([
    ['belongs to a user', folder(SOMEBODY, allow(ADMINISTRATORS, ALL))],
    ['is a link', { kind: 'link', owner: SYSTEM, entries: [] }],
    ['lets users delete what is in it', folder(SYSTEM, allow(USERS, 0x40))],
    ['lets users rename it', folder(SYSTEM, allow(USERS, 0x1_0000))],
  ])('is refused where a folder above it %s', (_name, found) => {
    const { port, made } = fakeWindows({ [BASE]: found });
    expect(() => openWindowsDataFolder(PLACES, port)).toThrow(expect.objectContaining({ code: 'data-folder-unsafe' }));
    expect(made).toEqual([]);
  });

  test('a drive whose top users may change, as older images have it, is used as long as they cannot move what is in it', () => {
    const open = fakeWindows({ 'C:\\': folder(TRUSTED_INSTALLER, allow('S-1-5-11', 0x1301bf)) });
    expect(() => openWindowsDataFolder(PLACES, open.port)).not.toThrow();
    const moving = fakeWindows({ 'C:\\': folder(TRUSTED_INSTALLER, allow('S-1-5-11', 0x1301bf | 0x40)) });
    expect(() => openWindowsDataFolder(PLACES, moving.port)).toThrow(unsafe('move what is in it'));
  });

  test('a denial does not make up for what is allowed', () => {
    const deny: AccessEntry = { kind: 'deny', inheritOnly: false, mask: ALL, sid: USERS };
    const { port } = fakeWindows({ [PATH]: folder(ADMINISTRATORS, deny, allow(USERS, ALL)) });
    expect(() => openWindowsDataFolder(PLACES, port)).toThrow(unsafe('write to it'));
  });

  test('a user who reads it may be kept out of the keys, and of nothing else', () => {
    const { port } = fakeWindows({ [PATH]: READABLE, [`${PATH}\\keys`]: CLOSED, [`${PATH}\\trusted`]: READABLE });
    const keptOutOf = (name: string): FolderPort => ({
      ...port,
      look(path) {
        if (path.endsWith(name)) throw new Win32Error('CreateFileW', 5);
        return port.look(path);
      },
    });
    expect(findWindowsDataFolder(PLACES, keptOutOf('keys'))).toBe(true);
    expect(() => findWindowsDataFolder(PLACES, keptOutOf('trusted'))).toThrow(
      expect.objectContaining({ code: 'data-folder-not-writable' }),
    );
  });

  test('where there is none, reading finds none and makes none', () => {
    const { port, made } = fakeWindows();
    expect(findWindowsDataFolder(PLACES, port)).toBe(false);
    expect(made).toEqual([]);
  });

  test('who may not make it is told to be an administrator', () => {
    const { port } = fakeWindows();
    const denied: FolderPort = {
      ...port,
      create() {
        throw new Win32Error('CreateDirectoryW', 5);
      },
    };
    expect(() => openWindowsDataFolder(PLACES, denied)).toThrow(
      expect.objectContaining({ code: 'data-folder-not-writable', next: 'Start it as an administrator.' }),
    );
  });
});
