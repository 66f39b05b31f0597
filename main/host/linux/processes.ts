import { readFileSync, readlinkSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { type Fact, read, unavailable } from '../../model/fact.ts';
import type { Process, Service } from '../../model/system-facts.ts';
import { type ConfinedTree, isMiss } from '../confined-tree.ts';
import { type AccountNames, readAccountNames } from './account-files.ts';

/**
 * Every process of /proc. `description` is that of the systemd unit the process belongs to: it stays with a process that
 * has cut the line to its parent. When processes of others are hidden there is no list, because a short one would look whole.
 */
export async function readProcesses(tree: ConfinedTree, services: Fact<Service[]>): Promise<Fact<Process[]>> {
  const accounts = await readAccountNames(tree);
  if (isMiss(accounts)) return unavailable(accounts.cause, accounts.detail, '/etc/passwd');
  const descriptions = new Map(
    services.status === 'read' ? services.value.map((service) => [service.name, service.displayName]) : [],
  );
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  if (!pids.includes('1')) return hidden();
  const processes: Process[] = [];
  for (const pid of pids) {
    const status = procText(`/proc/${pid}/status`);
    if (status === 'not-allowed') return hidden();
    if (status !== null) processes.push(describe(Number(pid), status, accounts, descriptions));
  }
  return read(processes, '/proc/*/status, exe, cgroup');
}

/**
 * A small file of /proc, null where the process is gone. The kernel answers from memory: handing the call to another thread would
 * cost many times the call itself.
 */
function procText(path: string): string | 'not-allowed' | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    return code === 'EACCES' || code === 'EPERM' ? 'not-allowed' : null;
  }
}

function imageOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, '');
  } catch {
    return null;
  }
}

function hidden(): Fact<never> {
  return unavailable('needs-elevation', 'This system hides the processes of others from ordinary accounts.', '/proc');
}

function describe(
  pid: number,
  status: string,
  accounts: AccountNames,
  descriptions: ReadonlyMap<string, string>,
): Process {
  const field = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1]?.trim();
  const imagePath = imageOf(pid);
  const parent = Number(field('PPid') ?? '0');
  // Real, effective, saved, file: the effective uid says what the process may do.
  const uid = field('Uid')?.split(/\s+/)[1];
  const unit = /([^/\n]+\.service)(?=\/|$)/m.exec(procText(`/proc/${pid}/cgroup`) ?? '')?.[1];
  return {
    pid,
    parentPid: parent > 0 ? parent : null,
    name: imagePath?.split('/').at(-1) ?? field('Name') ?? `pid ${pid}`,
    imagePath,
    description: unit === undefined ? null : (descriptions.get(unit) ?? null),
    account: uid === undefined ? null : accounts.forUid(uid),
  };
}
