import * as z from 'zod';
import { Evidence } from '../model/assessment.ts';
import type { Observation } from '../model/observation.ts';
import type { RunFolder } from '../model/run-folder.ts';

const HOUR = 3_600_000;
const RECENT_FOR = 24 * HOUR;
const COPY_SETTLES_FOR = HOUR / 4;
/** How programs that take part in sequencing call themselves: control software by its application name, base calling by RTA. */
const SEQUENCING = /control software|operating software|real[- ]?time analysis|\bRTA\d?\b/i;

/** Whether a run is in progress, as far as files tell. There is no `idle`: files alone never prove that, a person confirms. */
export const IdleJudgement = z.strictObject({
  state: z.enum(['busy', 'ask']),
  /** Stable code of the reason; messages are translated by it. */
  code: z.enum([
    'run-in-progress',
    'run-folders-unreadable',
    'old-incomplete',
    'recent-runs-complete',
    'nothing-recent',
  ]),
  because: z.string(),
  evidence: z.array(Evidence),
});
export type IdleJudgement = z.infer<typeof IdleJudgement>;

/**
 * Judges by run folders. Busy: any folder with `RunInfo.xml`, changed within 24 hours or dated in the future, that lacks
 * RTAComplete, lacks CopyComplete, or has one younger than 15 minutes. `usesUcs: false` (software that copies runs without UCS)
 * forgives a missing CopyComplete, nothing else; say so only where it is known, the default is the careful answer.
 */
export function judgeIdle(
  observation: Observation,
  now: Date,
  product: { usesUcs: boolean } = { usesUcs: true },
): IdleJudgement {
  const judgement = byRunFolders(observation, now, product);
  const running = sequencingPrograms(observation);
  if (running.length === 0) return judgement;
  const names = [...new Set(running.map(({ name }) => name))].sort().join(', ');
  return {
    ...judgement,
    because: `${judgement.because} These programs for sequencing run now: ${names}.`,
    evidence: [...judgement.evidence, ...running.map(({ evidence }) => evidence)],
  };
}

/** Evidence for the person who is asked; never proof: control software runs on an idle instrument too, and names can be others. */
function sequencingPrograms({ processes }: Observation): { name: string; evidence: Evidence }[] {
  if (processes.status === 'unavailable') return [];
  return processes.value.flatMap(({ name, description, pid }) => {
    const called = description ?? name;
    if (!SEQUENCING.test(called) && !SEQUENCING.test(name.replace(/\.exe$/i, ''))) return [];
    const says = `The program "${called}" runs (${name}, process ${pid}).`;
    const evidence: Evidence = { fact: 'processes', says, source: processes.source, at: processes.at };
    return [{ name: called, evidence }];
  });
}

function byRunFolders(observation: Observation, now: Date, product: { usesUcs: boolean }): IdleJudgement {
  const { runFolders } = observation;
  if (runFolders.status !== 'read') {
    return {
      state: 'ask',
      code: 'run-folders-unreadable',
      because:
        'The run folders could not be read, so only a person at the instrument can tell whether a run is in progress.',
      evidence: [{ fact: 'runFolders', says: runFolders.detail, source: runFolders.source, at: runFolders.at }],
    };
  }
  const runs = runFolders.value
    .filter((folder) => newestFileTime(folder, ['runinfo.xml']) !== null)
    .map((folder) => ({
      folder,
      recent: now.getTime() - latestChange(folder) <= RECENT_FOR,
      unfinished: unfinishedBecause(folder, product.usesUcs, now),
    }));
  const cite = (chosen: typeof runs): Evidence[] =>
    chosen
      .map(({ folder, unfinished }) => ({
        fact: 'runFolders' as const,
        says: `Run folder ${folder.path}, last changed ${folder.changedAt}: ${unfinished ?? 'run and copy are complete'}.`,
        source: folder.path,
        at: runFolders.at,
      }))
      .sort((a, b) => (a.source < b.source ? -1 : 1));

  const busy = runs.filter(({ recent, unfinished }) => recent && unfinished !== null);
  if (busy.length > 0) {
    return {
      state: 'busy',
      code: 'run-in-progress',
      because: 'A run, or the copy of its data, is in progress or ended less than 15 minutes ago.',
      evidence: cite(busy),
    };
  }
  const old = runs.filter(({ unfinished }) => unfinished !== null);
  if (old.length > 0) {
    return {
      state: 'ask',
      code: 'old-incomplete',
      because:
        'An older run folder is incomplete but has not changed for more than 24 hours: a person has to say whether that run was stopped or still waits.',
      evidence: cite(old),
    };
  }
  const recent = runs.filter((run) => run.recent);
  if (recent.length > 0) {
    return {
      state: 'ask',
      code: 'recent-runs-complete',
      because:
        'Every recent run is complete, but files alone do not prove that the instrument is idle: a person has to confirm it.',
      evidence: cite(recent),
    };
  }
  return {
    state: 'ask',
    code: 'nothing-recent',
    because:
      'No run folder changed within the last 24 hours, but files alone do not prove that the instrument is idle: a person has to confirm it.',
    evidence: [
      {
        fact: 'runFolders',
        says: `${runFolders.value.length} run folders were found, none of a recent run.`,
        source: runFolders.source,
        at: runFolders.at,
      },
    ],
  };
}

function unfinishedBecause(folder: RunFolder, usesUcs: boolean, now: Date): string | null {
  if (newestFileTime(folder, ['rtacomplete.txt', 'rtacomplete.xml']) === null) {
    return 'base calling is not marked complete (no RTAComplete)';
  }
  const copied = newestFileTime(folder, ['copycomplete.txt']);
  if (copied === null) return usesUcs ? 'its data is not marked as copied (no CopyComplete.txt)' : null;
  return now.getTime() - copied < COPY_SETTLES_FOR ? 'its copy ended less than 15 minutes ago' : null;
}

/** Time of the newest top-level file with one of these names (given in lower case); null when there is none. */
function newestFileTime(folder: RunFolder, names: readonly string[]): number | null {
  const times = folder.files
    .filter((file) => names.includes(file.name.toLowerCase()))
    .map((file) => Date.parse(file.modifiedAt));
  return times.length === 0 ? null : Math.max(...times);
}

/** `changedAt` covers the files too; taking the later of both keeps a host that forgot this from hiding a running run. */
function latestChange(folder: RunFolder): number {
  return folder.files.reduce(
    (latest, file) => Math.max(latest, Date.parse(file.modifiedAt)),
    Date.parse(folder.changedAt),
  );
}
