import { ConfinedTree } from '../../confined-tree.ts';
import type { Drive } from '../files/drive.ts';
import { letteredDrives } from '../win32/drives.ts';

/** The built-in drives of the running system. A drive that cannot be opened (an empty card reader) is left out. */
export async function liveDrives(): Promise<Drive[]> {
  const drives: Drive[] = [];
  for (const { letter, kind } of letteredDrives()) {
    if (kind !== 'fixed') continue;
    const tree = await ConfinedTree.open(`${letter}:\\`).catch(() => null);
    if (tree !== null) drives.push({ letter, tree, folder: '' });
  }
  return drives;
}
