import { type Fact, read, unavailable } from '../../../model/fact.ts';
import type { ConfinedTree } from '../../confined-tree.ts';
import type { RunFolderOnDisk } from '../../host.ts';
import { RunFolderFinder } from '../../run-folders-on-disk.ts';
import { type Drive, subfolders, windowsName } from './drives.ts';

/** Every known folder (domain facts) lies at most this deep below an Illumina folder: ProgramData\Illumina\NovaSeq\NovaSeqTemp\run. */
const DEPTH = 3;

/**
 * Run folders on every drive: below `Illumina` and `outputfolder` at the top of a drive, and below `Illumina` one level down
 * (ProgramData, Program Files). What a search had to leave out stands in the source.
 */
export async function readRunFolders(tree: ConfinedTree, drives: readonly Drive[]): Promise<Fact<RunFolderOnDisk[]>> {
  const finder = new RunFolderFinder(tree, windowsName);
  for (const drive of drives) {
    const starts = await subfolders(tree, drive.folder, (name) => name === 'illumina' || name === 'outputfolder');
    for (const folder of await subfolders(tree, drive.folder)) {
      starts.push(...(await subfolders(tree, folder, (name) => name === 'illumina')));
    }
    for (const start of starts) await finder.searchBelow(start, DEPTH);
  }
  const { folders, incomplete, needsRights } = finder.result();
  const source = `Illumina folders of ${drives.map((drive) => `${drive.letter}:`).join(', ')} on copied disk ${tree.root}`;
  if (incomplete.length === 0) return read(folders, source);
  const detail = incomplete.slice(0, 3).join(' ');
  if (folders.length === 0) return unavailable(needsRights ? 'needs-elevation' : 'too-large', detail, source);
  return read(folders, `${source} (not complete: ${detail})`);
}
