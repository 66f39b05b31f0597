import type { RegistryValue } from '../hive/registry-value.ts';
import { type Handle, withHandle } from './handle.ts';
import { win32 } from './system-library.ts';
import { ERROR, Win32Error } from './win32-error.ts';

/** HKEY_LOCAL_MACHINE and HKEY_CURRENT_USER, sign-extended as Windows does it on 64 bits. */
const ROOTS = { machine: -2147483646, person: -2147483647 } as const;
/** The registry of the machine, or the part of the person this process runs as. */
export type RegistryRoot = keyof typeof ROOTS;

/** `KEY_READ | KEY_WOW64_64KEY`: the 64-bit view, in which the 32-bit one is the key WOW6432Node. */
const READ_64 = 0x2_0119;
const NAME_UNITS = 16_384;
/** Longer values than any we read; a value that is longer is refused, not cut. */
const MAX_VALUE = 16 * 1024 * 1024;

const openKey = () =>
  win32(
    'advapi32.dll',
    'int32 __stdcall RegOpenKeyExW(int64 key, str16 path, uint32 options, uint32 access, _Out_ int64 *opened)',
  );
const closeKey = () => win32('advapi32.dll', 'int32 __stdcall RegCloseKey(int64 key)');
const enumKey = () =>
  win32(
    'advapi32.dll',
    'int32 __stdcall RegEnumKeyExW(int64 key, uint32 index, void *name, _Inout_ uint32 *units, void *r, void *c, void *cu, void *t)',
  );
const enumValue = () =>
  win32(
    'advapi32.dll',
    'int32 __stdcall RegEnumValueW(int64 key, uint32 index, void *name, _Inout_ uint32 *units, void *r, _Out_ uint32 *type, void *data, _Inout_ uint32 *bytes)',
  );
const queryValue = () =>
  win32(
    'advapi32.dll',
    'int32 __stdcall RegQueryValueExW(int64 key, str16 name, void *r, _Out_ uint32 *type, void *data, _Inout_ uint32 *bytes)',
  );

/** Opens a key for reading; `use` gets null where it is not there. Throws Win32Error. */
export function withKey<T>(root: RegistryRoot, path: string, use: (key: Handle | null) => T): T {
  const opened: [number] = [0];
  const code = openKey()(ROOTS[root], path, 0, READ_64, opened);
  if (code === ERROR.fileNotFound || code === ERROR.pathNotFound) return use(null);
  if (code !== 0) throw new Win32Error('RegOpenKeyExW', code);
  return withHandle(opened[0], closeKey(), use);
}

/** Names of the keys directly below. Throws Win32Error. */
export function subkeyNames(key: Handle): string[] {
  const names: string[] = [];
  const name = Buffer.alloc(NAME_UNITS * 2);
  for (;;) {
    const units: [number] = [NAME_UNITS];
    const code = enumKey()(key, names.length, name, units, null, null, null, null);
    if (code === ERROR.noMoreItems) return names;
    if (code !== 0) throw new Win32Error('RegEnumKeyExW', code);
    names.push(name.toString('utf16le', 0, units[0] * 2));
  }
}

/** Every value of a key. Throws Win32Error. */
export function allValues(key: Handle): RegistryValue[] {
  const values: RegistryValue[] = [];
  const name = Buffer.alloc(NAME_UNITS * 2);
  let data = Buffer.alloc(4096);
  for (;;) {
    const units: [number] = [NAME_UNITS];
    const type: [number] = [0];
    const bytes: [number] = [data.length];
    const code = enumValue()(key, values.length, name, units, null, type, data, bytes);
    if (code === ERROR.noMoreItems) return values;
    if (code === ERROR.moreData && data.length < MAX_VALUE) {
      data = Buffer.alloc(data.length * 4);
      continue;
    }
    if (code !== 0) throw new Win32Error('RegEnumValueW', code);
    values.push({
      name: name.toString('utf16le', 0, units[0] * 2),
      type: type[0],
      data: Buffer.from(data.subarray(0, bytes[0])),
    });
  }
}

/** One value of a key; null: not there. Throws Win32Error. */
export function oneValue(key: Handle, name: string): RegistryValue | null {
  let data = Buffer.alloc(1024);
  for (;;) {
    const type: [number] = [0];
    const bytes: [number] = [data.length];
    const code = queryValue()(key, name, null, type, data, bytes);
    if (code === ERROR.fileNotFound) return null;
    if (code === ERROR.moreData && data.length < MAX_VALUE) {
      data = Buffer.alloc(Math.min(Math.max(bytes[0], data.length * 2), MAX_VALUE));
      continue;
    }
    if (code !== 0) throw new Win32Error('RegQueryValueExW', code);
    return { name, type: type[0], data: Buffer.from(data.subarray(0, bytes[0])) };
  }
}
