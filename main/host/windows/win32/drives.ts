import { win32 } from './system-library.ts';

/** What kind of drive a letter stands for; `other`: an optical one, one in memory, or none that is in place. */
export type DriveKind = 'fixed' | 'removable' | 'network' | 'other';

/** A drive by its letter ("D"). */
export interface LetteredDrive {
  letter: string;
  kind: DriveKind;
}

/** `DRIVE_REMOVABLE`, `DRIVE_FIXED` and `DRIVE_REMOTE` of winbase.h. */
const KINDS: Readonly<Record<number, DriveKind>> = { 2: 'removable', 3: 'fixed', 4: 'network' };

const logicalDrives = () => win32('kernel32.dll', 'uint32 __stdcall GetLogicalDrives()');
const driveType = () => win32('kernel32.dll', 'uint32 __stdcall GetDriveTypeW(str16 root)');

/** The drives that have a letter. A disk in a USB case counts as `fixed`: Windows does not tell it apart here. */
export function letteredDrives(): LetteredDrive[] {
  const bits = logicalDrives()();
  return Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index))
    .filter((_, index) => (bits & (1 << index)) !== 0)
    .map((letter) => ({ letter, kind: KINDS[driveType()(`${letter}:\\`)] ?? 'other' }));
}
