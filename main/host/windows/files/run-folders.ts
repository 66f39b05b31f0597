import { type Fact, read, unavailable } from '../../../model/fact.ts';
import type { ConfinedTree } from '../../confined-tree.ts';
import type { RunFolderOnDisk } from '../../host.ts';
import { RunFolderFinder } from '../../run-folders-on-disk.ts';
import { type Drive, subfolders, windowsName } from './drive.ts';

/** Every known folder (domain facts) lies at most this deep below an Illumina folder: ProgramData\Illumina\NovaSeq\NovaSeqTemp\run. */
const DEPTH = 3;

/**
 * Run folders on every drive: below `Illumina` and `outputfolder` at the top of a drive, and below `Illumina` one level down
 * (ProgramData, Program Files). What a search had to leave out stands in the source. `where` ends the source ("on copied disk X").
 */
export async function readRunFolders(drives: readonly Drive[], where: string): Promise<Fact<RunFolderOnDisk[]>> {
  const finders = new Map<ConfinedTree, RunFolderFinder>();
  for (const drive of drives) {
    const finder = finders.get(drive.tree) ?? finderFor(drive.tree, drives);
    finders.set(drive.tree, finder);
    const starts = await subfolders(drive, drive.folder, (name) => name === 'illumina' || name === 'outputfolder');
    for (const folder of await subfolders(drive, drive.folder)) {
      starts.push(...(await subfolders(drive, folder, (name) => name === 'illumina')));
    }
    for (const start of starts) await finder.searchBelow(start, DEPTH);
  }
  const results = [...finders.values()].map((finder) => finder.result());
  const folders = results.flatMap((result) => result.folders);
  const incomplete = results.flatMap((result) => result.incomplete);
  const source = `Illumina folders of ${drives.map((drive) => `${drive.letter}:`).join(', ')} ${where}`;
  if (incomplete.length === 0) return read(folders, source);
  const detail = incomplete.slice(0, 3).join(' ');
  const needsRights = results.some((result) => result.needsRights);
  if (folders.length === 0) return unavailable(needsRights ? 'needs-elevation' : 'too-large', detail, source);
  return read(folders, `${source} (not complete: ${detail})`);
}

/** Drives of a copied disk share one tree: what two of them lead to is one run folder. */
function finderFor(tree: ConfinedTree, drives: readonly Drive[]): RunFolderFinder {
  return new RunFolderFinder(tree, (path) => {
    const drive = drives.find((each) => each.tree === tree && path.startsWith(`${each.folder}/`));
    return drive === undefined ? path : windowsName(drive, path);
  });
}
