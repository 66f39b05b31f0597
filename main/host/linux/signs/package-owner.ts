import type { ConfinedTree } from '../../confined-tree.ts';
import { findRpmDatabase } from '../rpm-database.ts';
import { runTool } from '../tool.ts';

/** Paths given to one call, so that a command line never grows too long. */
const PATHS_PER_CALL = 200;
/** What dpkg would take for a pattern, and what could not be told apart in what the tools print. */
const NOT_ASKABLE = /[*?[\]\\\n]/;

/** For each path whether a package of dpkg or rpm brought it; null where neither could be asked. */
export async function packageOwnership(
  tree: ConfinedTree,
  paths: readonly string[],
): Promise<Map<string, boolean | null>> {
  const owned = new Map<string, boolean | null>(paths.map((path) => [path, null]));
  const askable = paths.filter((path) => !NOT_ASKABLE.test(path));
  const ask = [
    ...((await tree.has('/var/lib/dpkg/status')) ? [ownedByDpkg] : []),
    ...((await findRpmDatabase(tree)) === null ? [] : [ownedByRpm]),
  ];
  for (let start = 0; start < askable.length; start += PATHS_PER_CALL) {
    const some = askable.slice(start, start + PATHS_PER_CALL);
    const answers = await Promise.all(ask.map((tool) => tool(some)));
    if (answers.length === 0) continue;
    for (const path of some) {
      if (answers.some((answer) => answer?.has(path))) owned.set(path, true);
      // One database that cannot be asked could hold it.
      else if (answers.every((answer) => answer !== null)) owned.set(path, false);
    }
  }
  return owned;
}

/** The paths a dpkg package brought; null where dpkg could not be asked. */
async function ownedByDpkg(paths: readonly string[]): Promise<Set<string> | null> {
  const run = await runTool('dpkg-query', ['--search', '--', ...paths.flatMap(namesInPackages)]);
  // Code 1: some path belongs to no package.
  if (run.kind !== 'ran' || run.exitCode > 1) return null;
  return parseDpkgSearch(run.stdout, paths);
}

/** Lines `package, package: path`; a diversion ("diversion by ...") is no ownership. */
export function parseDpkgSearch(text: string, paths: readonly string[]): Set<string> {
  const named = new Set<string>();
  for (const line of text.split('\n')) {
    if (line.startsWith('diversion by ') || line.startsWith('local diversion ')) continue;
    if (line.includes(': ')) named.add(line.slice(line.indexOf(': ') + 2));
  }
  return new Set(paths.filter((path) => namesInPackages(path).some((name) => named.has(name))));
}

/** Where /lib and the like are links into /usr, packages may still name a file by either path. */
function namesInPackages(path: string): string[] {
  return /^\/usr\/(bin|sbin|lib\w*)\//.test(path) ? [path, path.slice('/usr'.length)] : [path];
}

/** The paths an rpm package brought; null where rpm could not be asked. */
async function ownedByRpm(paths: readonly string[]): Promise<Set<string> | null> {
  const run = await runTool('rpm', ['-qf', '--queryformat', '%{NAME}\\n', '--', ...paths]);
  if (run.kind !== 'ran') return null;
  return parseRpmOwners(`${run.stdout}\n${run.stderr}`, paths, run.exitCode);
}

/** rpm counts the paths it found no package for; only when every one of them is named is the rest owned. */
export function parseRpmOwners(text: string, paths: readonly string[], exitCode: number): Set<string> | null {
  const without = new Set(
    text.split('\n').flatMap((line) => {
      const path = /^file (.+) is not owned by any package$/.exec(line)?.[1];
      return path === undefined ? [] : [path];
    }),
  );
  if (without.size === 0 && exitCode !== 0) return null;
  if (/^error: /m.test(text)) return null;
  return new Set(paths.filter((path) => !without.has(path)));
}
