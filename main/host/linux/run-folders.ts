import { type Fact, read, unavailable } from '../../model/fact.ts';
import type { ConfinedTree } from '../confined-tree.ts';
import type { RunFolderOnDisk } from '../host.ts';
import { RunFolderFinder } from '../run-folders-on-disk.ts';

/** Where NextSeq 1000/2000 keeps its runs (domain facts, known folders). */
export const RUN_PLACES = ['/usr/local/illumina/runs', '/usr/local/Illumina/runs'];
const DEPTH = 2;

/**
 * Run folders up to two levels below the known places. On the running instrument a list with gaps is no list: the run in
 * progress could be in the gap. On a copied disk what was found is given, and its source says what is missing.
 */
export async function readRunFolders(tree: ConfinedTree, live: boolean): Promise<Fact<RunFolderOnDisk[]>> {
  const source = RUN_PLACES.join(', ');
  const finder = new RunFolderFinder(tree);
  for (const place of RUN_PLACES) await finder.searchBelow(place, DEPTH);
  const { folders, incomplete, needsRights } = finder.result();
  if (incomplete.length === 0) return read(folders, source);
  const detail = incomplete.slice(0, 3).join(' ');
  if (live || folders.length === 0) return unavailable(needsRights ? 'needs-elevation' : 'too-large', detail, source);
  return read(folders, `${source} (not complete: ${detail})`);
}
