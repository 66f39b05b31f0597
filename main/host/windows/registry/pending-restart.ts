import { type Fact, read, unavailable } from '../../../model/fact.ts';
import type { PendingReboot } from '../../../model/system-facts.ts';
import { VALUE_TYPE } from '../hive/registry-value.ts';
import type { Registry } from './registry.ts';

const RENAMES = ['PendingFileRenameOperations', 'PendingFileRenameOperations2'];
const WINDOWS = ['Microsoft', 'Windows', 'CurrentVersion'];
const MARKS = [
  { path: [...WINDOWS, 'Component Based Servicing', 'RebootPending'], says: 'a Windows component waits for a restart' },
  {
    path: [...WINDOWS, 'WindowsUpdate', 'Auto Update', 'RebootRequired'],
    says: 'a Windows update waits for a restart',
  },
];

/** What waits for a restart by the marks in the registry, in sentences; none: no mark is there. */
export async function readRestartMarks(registry: Registry): Promise<Fact<string[]>> {
  const renames = await registry.read('SYSTEM', async (system) => {
    const manager = await (await registry.currentControlSet(system)).find(['Control', 'Session Manager']);
    const values = await Promise.all(RENAMES.map(async (name) => (await manager?.value(name)) ?? null));
    const waiting = values.some(
      (value) => value?.type === VALUE_TYPE.multiText && value.data.some((byte) => byte !== 0),
    );
    return waiting ? ['files in use are to be replaced at the next start'] : [];
  });
  const marks = await registry.read('SOFTWARE', async (root) => {
    const found = await Promise.all(
      MARKS.map(async ({ path, says }) => ((await root.find(path)) === null ? [] : [says])),
    );
    return found.flat();
  });
  const sources = `${renames.source}; ${marks.source}`;
  const reasons = [renames, marks].flatMap((part) => (part.status === 'read' ? part.value : []));
  if (reasons.length > 0) return read(reasons, sources);
  if (renames.status === 'unavailable') return renames;
  if (marks.status === 'unavailable') return marks;
  return read([], sources);
}

/** Whether the running system waits for a restart. */
export async function readPendingRestart(registry: Registry): Promise<Fact<PendingReboot>> {
  const marks = await readRestartMarks(registry);
  if (marks.status === 'unavailable') return marks;
  return read({ pending: marks.value.length > 0, reasons: marks.value }, marks.source);
}

/**
 * Whether a restart was waited for when the disk was copied. Found marks say yes. Finding none never says no: Windows keeps the
 * marks of updates and components in memory only, where a copy does not show them.
 */
export async function readPendingRestartOfCopy(registry: Registry): Promise<Fact<PendingReboot>> {
  const pending = await readPendingRestart(registry);
  if (pending.status === 'unavailable' || pending.value.pending) return pending;
  const detail = 'No mark of a waiting restart is on the disk, but Windows keeps some of them in memory only.';
  return unavailable('copied-disk', detail, pending.source);
}
