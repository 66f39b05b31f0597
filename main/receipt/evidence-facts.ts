import type { HostReader } from '../host/host.ts';
import { whenRead } from '../model/fact.ts';
import type { Observation } from '../model/observation.ts';
import type { RunFolder } from '../model/run-folder.ts';
import { findUcs } from '../observe/ucs.ts';
import { programOf } from '../observe/ucs-program-folders.ts';

/** Files whose names tell how far a run was (domain facts, "run in progress"); other names in a run folder may name samples. */
const MARKERS = [
  /^RunInfo\.xml$/i,
  /^RunParameters\.xml$/i,
  /^(RTA|Copy|Sequence)Complete\.(txt|xml)$/i,
  /^RunCompletionStatus\.xml$/i,
  /^CompletedJobInfo\.xml$/i,
  /^Sequencing(Started|Completed\w*)$/i,
];
const MAX_FILES = 500;

/** Everything that was read, without what could tell of samples or patients: of run folders only names, markers and record fields. */
export function evidenceFacts(observation: Observation) {
  const { runFolders } = observation;
  const folders =
    runFolders.status === 'read' ? { ...runFolders, value: runFolders.value.map(withoutSamples) } : runFolders;
  return { ...observation, runFolders: folders };
}

function withoutSamples({ path, changedAt, files, record }: RunFolder) {
  const name = path.split(/[\\/]/).at(-1) ?? '';
  const markers = files.filter((file) => MARKERS.some((marker) => marker.test(file.name)));
  return { folder: name, changedAt, markers, record: { ...record, source: name } };
}

/** A file that may be evidence: its digest, or why there is none. */
export interface EvidenceFile {
  path: string;
  size: number | null;
  sha256: string | null;
  /** Null where the digest could be made. */
  notRead: string | null;
}

/** Digests of the programs that signs of exploitation speak of, and of UCS itself. Contents are not kept. */
export async function evidenceFiles(
  host: Pick<HostReader, 'fileDigest'>,
  observation: Observation,
  ucsNames: readonly string[],
): Promise<EvidenceFile[]> {
  const files: EvidenceFile[] = [];
  for (const path of pathsToDigest(observation, ucsNames)) {
    const digest = await host.fileDigest(path);
    files.push(
      digest.status === 'read'
        ? { path, ...digest.value, notRead: null }
        : { path, size: null, sha256: null, notRead: digest.detail },
    );
  }
  return files;
}

function pathsToDigest(observation: Observation, ucsNames: readonly string[]): string[] {
  const { services, processes } = findUcs(observation, ucsNames);
  const ofUcs = [...services, ...processes].flatMap(({ imagePath }) =>
    imagePath === null ? [] : [programOf(imagePath)],
  );
  const recent = (whenRead(observation.recentExecutables)?.files ?? []).map(({ path }) => path);
  const beside = (whenRead(observation.programFolderFiles)?.files ?? [])
    .filter(({ executable, fromInstaller }) => executable && fromInstaller !== true)
    .map(({ path }) => path);
  return [...new Set([...ofUcs, ...beside, ...recent])].slice(0, MAX_FILES);
}
