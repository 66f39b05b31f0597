import { type Fact, read } from '../../../model/fact.ts';
import type { RecentExecutables } from '../../../model/sign-facts.ts';
import { mayBeStarted, thoseLikePrograms, type Walk, walkFiles } from '../../file-walk.ts';
import { isWithinLookBack } from '../../look-back.ts';
import { RUN_PLACES } from '../run-folders.ts';

const TEMP_FOLDERS = ['/tmp', '/var/tmp', '/dev/shm'];
const LIMITS = { depth: 4, entries: 20_000 };
/** Above this the list helps nobody; how many more there are is said. */
const MAX_LISTED = 200;

/**
 * Programs and scripts in temp and run folders that changed in the days looked back on: by their first bytes, and in temp folders
 * by the right to be started too (in run folders some file systems give that right to everything).
 */
export async function readRecentExecutables(
  places = { temp: TEMP_FOLDERS, runs: RUN_PLACES },
  now = new Date(),
): Promise<Fact<RecentExecutables>> {
  const [temp, runs] = await Promise.all([walkFiles(places.temp, LIMITS), walkFiles(places.runs, LIMITS)]);
  const found = (await Promise.all([programsOf(temp, now, true), programsOf(runs, now, false)])).flat();
  const files = found.slice(0, MAX_LISTED).map(({ path, changedAt, size }) => ({ path, changedAt, size }));
  const more = found.length > MAX_LISTED ? [`${found.length - MAX_LISTED} more were found and are not listed.`] : [];
  const incomplete = [...new Set([...temp.incomplete, ...runs.incomplete])].slice(0, 20);
  const depth = `${LIMITS.depth} levels deep`;
  return read(
    { files, incomplete: [...incomplete, ...more] },
    `${[...places.temp, ...places.runs].join(', ')} (${depth})`,
  );
}

async function programsOf(walk: Walk, now: Date, rightCounts: boolean): Promise<Walk['files']> {
  const recent = walk.files.filter(({ changedAt }) => isWithinLookBack(changedAt, now));
  const startable = (file: Walk['files'][number]) => rightCounts && mayBeStarted(file);
  const doubtful = recent.filter((file) => !startable(file)).map(({ path }) => path);
  const like = await thoseLikePrograms(doubtful);
  return recent.filter((file) => startable(file) || like.has(file.path));
}
