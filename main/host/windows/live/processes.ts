import { dirname } from 'node:path';
import { type Fact, whenRead } from '../../../model/fact.ts';
import type { AccountRef, Process } from '../../../model/system-facts.ts';
import { type ListedProcess, listProcesses, type ProcessDetails, processDetails } from '../win32/processes.ts';
import { systemFolder } from '../win32/system-library.ts';
import { AccountNames } from './account-names.ts';
import { readAccounts } from './accounts.ts';
import { reading } from './reading.ts';
import type { VersionCache } from './version-cache.ts';

/** Every process, with what its program calls itself; programs of Windows itself are not opened for that. */
export function readProcesses(versions: VersionCache): Promise<Fact<Process[]>> {
  return reading('process list (CreateToolhelp32Snapshot, QueryFullProcessImageNameW)', async () => {
    const names = AccountNames.read();
    const administrators = await administratorSids();
    const listed = listProcesses().filter(({ pid }) => pid !== 0);
    const details = new Map(listed.map(({ pid }) => [pid, processDetails(pid)]));
    return Promise.all(
      listed.map(async (process): Promise<Process> => {
        const own = details.get(process.pid);
        const imagePath = own?.imagePath ?? null;
        return {
          pid: process.pid,
          parentPid: parentOf(process, details),
          name: process.name,
          imagePath,
          description: imagePath === null ? null : await descriptionOf(imagePath, versions),
          account: own === undefined ? null : accountOf(own, names, administrators),
        };
      }),
    );
  });
}

/** SIDs of the administrators of now; null where they could not be read. */
async function administratorSids(): Promise<ReadonlySet<string> | null> {
  const accounts = whenRead(await readAccounts());
  return accounts === undefined
    ? null
    : new Set(accounts.flatMap(({ id, administrator }) => (administrator ? [id] : [])));
}

/**
 * A process keeps the groups its account had at log-on. One that lost its rights since then runs on as an administrator until it logs off:
 * its account is then given without a SID, so that nobody takes it for a standard one.
 */
function accountOf(
  { accountSid, administratorToken }: ProcessDetails,
  names: AccountNames,
  administrators: ReadonlySet<string> | null,
): AccountRef | null {
  if (accountSid === null) return null;
  const account = names.ofSid(accountSid);
  const lost = administratorToken === true && administrators?.has(accountSid) === false;
  if (!lost || account.kind !== 'user') return account;
  return { name: account.name, id: null, kind: 'until-log-off' };
}

/** Windows keeps the number of a parent that ended, and gives it to others: a parent younger than its child is none. */
function parentOf({ pid, parentPid }: ListedProcess, details: ReadonlyMap<number, ProcessDetails>): number | null {
  const parent = details.get(parentPid);
  if (parent === undefined) return null;
  const began = details.get(pid)?.beganAt ?? null;
  return began !== null && parent.beganAt !== null && parent.beganAt > began ? null : parentPid;
}

async function descriptionOf(imagePath: string, versions: VersionCache): Promise<string | null> {
  const windows = `${dirname(systemFolder())}\\`.toLowerCase();
  if (imagePath.toLowerCase().startsWith(windows)) return null;
  const version = await versions.versionOf(imagePath);
  return version === 'unreadable' ? null : (version?.description ?? null);
}
