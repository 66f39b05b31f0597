import type { LetteredDrive } from '../../host/windows/win32/drives.ts';
import type { Place } from '../contract.ts';

/** Where Windows itself lies; its folders are offered one by one. */
const SYSTEM_DRIVE = 'C';

/** The drives of a Windows that files may come from or go to, sticks first. Network drives are not asked: nothing goes over the network. */
export function drivesWithLetters(drives: readonly LetteredDrive[]): Place[] {
  const place = (kind: Place['kind'], { letter }: LetteredDrive): Place => ({
    path: `${letter}:\\`,
    label: `${letter}:\\`,
    kind,
  });
  const others = drives.filter(({ letter }) => letter !== SYSTEM_DRIVE);
  return [
    ...others.filter(({ kind }) => kind === 'removable').map((drive) => place('removable', drive)),
    ...others.filter(({ kind }) => kind === 'fixed').map((drive) => place('other', drive)),
  ];
}
