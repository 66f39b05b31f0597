import { type Fact, unavailable } from '../model/fact.ts';
import { findUcs, type UcsFacts } from './ucs.ts';

/** Folders of the system itself: an interpreter or service host there starts UCS, and what lies beside it is not UCS's. */
const SYSTEM_FOLDERS = [/^\/(usr\/)?s?bin$/, /^\/(usr\/)?lib(64)?(\/|$)/, /^[a-z]:\\windows(\\|$)/i];

/**
 * The folders the programs of the UCS services and of the UCS processes themselves lie in, each once. What UCS started plays no
 * part: a planted program would bring its own folder along. Where there is none, why.
 */
export function ucsProgramFolders(facts: UcsFacts, names: readonly string[]): string[] | Fact<never> {
  const { services, mainProcesses, status } = findUcs(facts, names);
  const paths = [...services, ...mainProcesses].flatMap(({ imagePath }) => (imagePath === null ? [] : [imagePath]));
  const folders = new Set(paths.map((path) => folderOf(programOf(path))).filter((folder) => folder !== ''));
  const own = [...folders].filter((folder) => !SYSTEM_FOLDERS.some((system) => system.test(folder))).sort();
  if (own.length > 0) return own;
  const source = `${facts.services.source}; ${facts.processes.source}`;
  const why =
    status === 'found'
      ? 'The program of the copy service (UCS) could not be read, or lies in a folder of the system.'
      : 'The copy service (UCS) was not found, so the folder of its program is not known.';
  return unavailable('not-known', why, source);
}

/** The program of a service's command line: Windows keeps quotes and arguments with it. */
export function programOf(commandLine: string): string {
  const quoted = /^"([^"]+)"/.exec(commandLine)?.[1];
  if (quoted !== undefined) return quoted;
  return /^[a-z]:\\.*?\.exe(?=\s|$)/i.exec(commandLine)?.[0] ?? commandLine;
}

/** The folder a file lies in, in the notation of its own system; empty for a bare name. */
export function folderOf(path: string): string {
  const end = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return end < 0 ? '' : path.slice(0, end);
}
