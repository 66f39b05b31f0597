import { type Handle, withHandle } from './handle.ts';
import { win32 } from './system-library.ts';
import { ERROR, Win32Error } from './win32-error.ts';

const READ_ONLY = 0n;
const TEXT_UNITS = 2048;

const openDatabase = () =>
  win32('msi.dll', 'uint32 __stdcall MsiOpenDatabaseW(str16 path, uint64 mode, _Out_ uint32 *database)');
const openView = () =>
  win32('msi.dll', 'uint32 __stdcall MsiDatabaseOpenViewW(uint32 database, str16 query, _Out_ uint32 *view)');
const execute = () => win32('msi.dll', 'uint32 __stdcall MsiViewExecute(uint32 view, uint32 record)');
const fetch = () => win32('msi.dll', 'uint32 __stdcall MsiViewFetch(uint32 view, _Out_ uint32 *record)');
const recordText = () =>
  win32(
    'msi.dll',
    'uint32 __stdcall MsiRecordGetStringW(uint32 record, uint32 field, void *text, _Inout_ uint32 *units)',
  );
const closeHandle = () => win32('msi.dll', 'uint32 __stdcall MsiCloseHandle(uint32 handle)');

/** Properties of a Windows Installer package ("ProductName", "ProductVersion"). Throws Win32Error where it is none. */
export function msiProperties(path: string): Map<string, string> {
  const database: [number] = [0];
  expectSuccess('MsiOpenDatabaseW', openDatabase()(path, READ_ONLY, database));
  return withHandle(database[0], closeHandle(), (opened) => {
    const view: [number] = [0];
    const query = 'SELECT `Property`, `Value` FROM `Property`';
    expectSuccess('MsiDatabaseOpenViewW', openView()(opened, query, view));
    return withHandle(view[0], closeHandle(), rowsOf);
  });
}

function rowsOf(view: Handle): Map<string, string> {
  expectSuccess('MsiViewExecute', execute()(view, 0));
  const properties = new Map<string, string>();
  for (;;) {
    const record: [number] = [0];
    const code = fetch()(view, record);
    if (code === ERROR.noMoreItems) return properties;
    expectSuccess('MsiViewFetch', code);
    withHandle(record[0], closeHandle(), (row) => properties.set(textOf(row, 1), textOf(row, 2)));
  }
}

/** Longer texts than any we use are cut off. */
function textOf(record: Handle, field: number): string {
  const text = Buffer.alloc(TEXT_UNITS * 2);
  const units: [number] = [TEXT_UNITS];
  const code = recordText()(record, field, text, units);
  if (code !== ERROR.moreData) expectSuccess('MsiRecordGetStringW', code);
  return text.toString('utf16le').split('\0', 1)[0] ?? '';
}

function expectSuccess(call: string, code: number): void {
  if (code !== 0) throw new Win32Error(call, code);
}
