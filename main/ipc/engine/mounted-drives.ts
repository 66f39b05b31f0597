import { readFile, realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

/** A drive that is mounted where systems show what was plugged in. */
export interface MountedDrive {
  /** Its folder, absolute. */
  path: string;
  /** As the kernel names it: mostly a path below /dev. */
  device: string;
}

/** Below the first two the desktop puts what a person plugged in; below the last one a person puts anything. */
const PLACES = ['/media/', '/run/media/', '/mnt/'];
const ANYTHING = '/mnt/';

/** The drives of a list of mounts as /proc/mounts gives it (proc_pid_mounts(5)): only a folder with a drive in it is one. */
export function mountedDrives(mounts: string): MountedDrive[] {
  return mounts
    .split('\n')
    .map((line) => line.split(' ').map(unescaped))
    .flatMap(([device, path]) => (device !== undefined && path !== undefined ? [{ device, path }] : []))
    .filter(({ path }) => PLACES.some((place) => `${path}/`.startsWith(place)));
}

/** Blanks and the like stand as their number in octal. */
function unescaped(word: string): string {
  return word.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/** Whether a drive is one that a person plugs in and takes away. */
export async function isPluggedIn({ path, device }: MountedDrive): Promise<boolean> {
  if (!`${path}/`.startsWith(ANYTHING)) return true;
  try {
    const place = await realpath(`/sys/class/block/${basename(await realpath(device))}`);
    return place.includes('/usb') || (await saysRemovable(place)) || (await saysRemovable(dirname(place)));
  } catch {
    // No device of this machine: a network drive, a folder in memory.
    return false;
  }
}

/** A part of a disk says nothing about that; the disk itself does. */
async function saysRemovable(place: string): Promise<boolean> {
  return readFile(`${place}/removable`, 'utf8').then(
    (text) => text.trim() === '1',
    () => false,
  );
}
