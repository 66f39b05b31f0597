import { type ConfinedTree, isMiss } from '../../confined-tree.ts';
import type { Drive } from '../files/drive.ts';

/** The drives of a copied Windows disk: folders of one letter at the top of the copy ("/C" or "/c"), in the order of their letters. */
export async function drivesOf(tree: ConfinedTree): Promise<Drive[]> {
  const listing = await tree.list('/');
  if (isMiss(listing)) return [];
  return listing.entries
    .filter((entry) => /^[A-Za-z]$/.test(entry.name) && entry.kind === 'folder')
    .map((entry) => ({ letter: entry.name.toUpperCase(), tree, folder: `/${entry.name}` }))
    .sort((a, b) => (a.letter < b.letter ? -1 : 1));
}
