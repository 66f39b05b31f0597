import { type Fact, read, unavailable } from '../../../model/fact.ts';
import type { ProgramFolderFiles } from '../../../model/sign-facts.ts';
import type { ConfinedTree } from '../../confined-tree.ts';
import { mayBeStarted, thoseLikePrograms, walkFiles } from '../../file-walk.ts';
import { packageOwnership } from './package-owner.ts';

const LIMITS = { depth: 1, entries: 5_000 };
const LIBRARY = /\.(so(\.[\d.]+)?|dll|exe|jar|py|pl|sh)$/i;

/**
 * The files in the folders of the UCS program and one level below, with whether a package brought them. Where no package brought
 * any of them, the packages know nothing of this folder, and who put a file there cannot be told.
 */
export async function readProgramFolderFiles(
  tree: ConfinedTree,
  folders: readonly string[],
): Promise<Fact<ProgramFolderFiles>> {
  const source = folders.join(', ');
  const walk = await walkFiles(folders, LIMITS);
  if (walk.nothingThere) {
    const why = walk.incomplete[0] ?? 'The folder of the UCS program is not there.';
    return unavailable(walk.incomplete.length > 0 ? 'needs-elevation' : 'not-known', why, source);
  }
  const owned = await packageOwnership(
    tree,
    walk.files.map(({ path }) => path),
  );
  const managed = [...owned.values()].includes(true);
  const like = await thoseLikePrograms(walk.files.map(({ path }) => path));
  const files = [];
  for (const file of walk.files) {
    const { path, changedAt, size } = file;
    const executable = mayBeStarted(file) || LIBRARY.test(path) || like.has(path);
    files.push({ path, changedAt, size, executable, fromInstaller: managed ? (owned.get(path) ?? null) : null });
  }
  return read({ files, incomplete: walk.incomplete.slice(0, 20) }, source);
}
