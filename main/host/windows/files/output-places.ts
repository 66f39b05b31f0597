import { win32 } from 'node:path';
import { type Fact, read, unavailable } from '../../../model/fact.ts';
import type { OutputPlace } from '../../../model/system-facts.ts';
import type { RunFolderOnDisk } from '../../host.ts';

/** The mark that UCS has copied a run (domain facts, "run in progress"). */
const COPIED = 'copycomplete.txt';

/**
 * The folders on this machine in which runs lie that are marked as copied: UCS worked there. Where else it copies to is not documented;
 * shares cannot be seen this way.
 */
export function outputPlacesAmong(folders: Fact<RunFolderOnDisk[]>): Fact<OutputPlace[]> {
  if (folders.status === 'unavailable') return folders;
  const copied = folders.value.filter(({ files }) => files.some(({ name }) => name.toLowerCase() === COPIED));
  const places = [...new Set(copied.map(({ path }) => win32.dirname(path)))].sort();
  if (places.length === 0) {
    return unavailable('not-known', 'Where UCS copies runs to is not documented.', 'the public sources on UCS');
  }
  const source = `run folders with CopyComplete.txt (${folders.source})`;
  return read(
    places.map((path) => ({ path, kind: 'local' })),
    source,
    folders.at,
  );
}
