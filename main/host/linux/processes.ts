import { readdir, readlink } from 'node:fs/promises';
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
  const processes: Process[] = [];
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  if (!pids.includes('1')) return hidden();
  for (const pid of pids) {
    const status = await tree.readText(`/proc/${pid}/status`, 65_536);
    if (isMiss(status)) {
      if (status.cause === 'needs-elevation') return hidden();
      continue;
    }
    processes.push(await describe(tree, Number(pid), status.text, accounts, descriptions));
  }
  return read(processes, '/proc/*/status, exe, cgroup');
}

function hidden(): Fact<never> {
  return unavailable('needs-elevation', 'This system hides the processes of others from ordinary accounts.', '/proc');
}

async function describe(
  tree: ConfinedTree,
  pid: number,
  status: string,
  accounts: AccountNames,
  descriptions: ReadonlyMap<string, string>,
): Promise<Process> {
  const field = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1]?.trim();
  const imagePath = await readlink(`/proc/${pid}/exe`).then(
    (path) => path.replace(/ \(deleted\)$/, ''),
    () => null,
  );
  const parent = Number(field('PPid') ?? '0');
  // Real, effective, saved, file: the effective uid says what the process may do.
  const uid = field('Uid')?.split(/\s+/)[1];
  const cgroup = await tree.readText(`/proc/${pid}/cgroup`, 65_536);
  const unit = isMiss(cgroup) ? undefined : /([^/\n]+\.service)(?=\/|$)/m.exec(cgroup.text)?.[1];
  return {
    pid,
    parentPid: parent > 0 ? parent : null,
    name: imagePath?.split('/').at(-1) ?? field('Name') ?? `pid ${pid}`,
    imagePath,
    description: unit === undefined ? null : (descriptions.get(unit) ?? null),
    account: uid === undefined ? null : accounts.forUid(uid),
  };
}
