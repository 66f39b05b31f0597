import { win32 } from './system-library.ts';

const FIXED = 3;

const logicalDrives = () => win32('kernel32.dll', 'uint32 __stdcall GetLogicalDrives()');
const driveType = () => win32('kernel32.dll', 'uint32 __stdcall GetDriveTypeW(str16 root)');

/** Letters of the drives that are built in: no sticks, discs or network drives. */
export function fixedDriveLetters(): string[] {
  const bits = logicalDrives()();
  return Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index))
    .filter((_, index) => (bits & (1 << index)) !== 0)
    .filter((letter) => driveType()(`${letter}:\\`) === FIXED);
}
