import { type ConfinedTree, isMiss } from '../../confined-tree.ts';

/** A drive of a copied Windows disk: its letter and its folder in the copy ("/C" or "/c"). */
export interface Drive {
  letter: string;
  folder: string;
}

/** Folders of one letter at the top of the copy, in the order of their letters. */
export async function drivesOf(tree: ConfinedTree): Promise<Drive[]> {
  const listing = await tree.list('/');
  if (isMiss(listing)) return [];
  return listing.entries
    .filter((entry) => /^[A-Za-z]$/.test(entry.name) && entry.kind === 'folder')
    .map((entry) => ({ letter: entry.name.toUpperCase(), folder: `/${entry.name}` }))
    .sort((a, b) => (a.letter < b.letter ? -1 : 1));
}

/** What Windows would call a path of the copy: "/d/Illumina/x" is "D:\Illumina\x". */
export function windowsName(path: string): string {
  const [letter = '', ...rest] = path.split('/').filter((part) => part !== '');
  return `${letter.toUpperCase()}:\\${rest.join('\\')}`;
}

/** Subfolders of a folder whose name is wanted; Windows does not tell capital letters from small ones. */
export async function subfolders(
  tree: ConfinedTree,
  folder: string,
  wanted: (lowerCaseName: string) => boolean = () => true,
): Promise<string[]> {
  const listing = await tree.list(folder);
  if (isMiss(listing)) return [];
  return listing.entries
    .filter((entry) => (entry.kind === 'folder' || entry.kind === 'link') && wanted(entry.name.toLowerCase()))
    .map((entry) => `${folder}/${entry.name}`);
}
