import { type ConfinedTree, isMiss } from '../../confined-tree.ts';

/** A drive, of the running system or of a copied disk: its letter, and the folder of a tree its root is ("" for the tree's own). */
export interface Drive {
  letter: string;
  tree: ConfinedTree;
  folder: string;
}

/** What Windows calls a path below a drive's folder: "/d/Illumina/x" of the copied drive "/d" is "D:\\Illumina\\x". */
export function windowsName({ letter, folder }: Drive, path: string): string {
  const below = path.slice(folder.length).split('/');
  return `${letter}:\\${below.filter((part) => part !== '').join('\\')}`;
}

/** Subfolders of a folder whose name is wanted; Windows does not tell capital letters from small ones. */
export async function subfolders(
  { tree }: Drive,
  folder: string,
  wanted: (lowerCaseName: string) => boolean = () => true,
): Promise<string[]> {
  const listing = await tree.list(folder === '' ? '/' : folder);
  if (isMiss(listing)) return [];
  return listing.entries
    .filter((entry) => (entry.kind === 'folder' || entry.kind === 'link') && wanted(entry.name.toLowerCase()))
    .map((entry) => `${folder}/${entry.name}`);
}
