import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { WrittenPath } from '../../model/system-facts.ts';
import { type ConfinedTree, isMiss } from '../confined-tree.ts';

/** Where control groups are mounted: the unified hierarchy, and the one systemd keeps beside the older ones. */
const GROUP_FOLDERS = ['/sys/fs/cgroup', '/sys/fs/cgroup/systemd', '/sys/fs/cgroup/unified'];
/** What lies here is no data of a service. */
const NO_DATA = /^\/(dev|proc|sys|run)\//;
/** Folders of the system, shared by many: a service that keeps a file in one of them does not own the folder. */
const SHARED =
  /^\/(|bin|boot|etc|home|lib\w*|media|mnt|opt|root|run|sbin|srv|tmp|usr(\/(bin|sbin|lib\w*|share|local(\/(bin|sbin|lib|etc|share))?))?|var(\/(cache|lib|lock|log|mail|opt|run|spool|tmp))?)$/;
/** The bits of the open flags that say whether a file was opened for writing. */
const ACCESS_BITS = 0o3;

/**
 * What the processes of a control group have open for writing, with the folders these files lie in. Null where it could not be read.
 * Files that are open at this moment: what a service opens only during a run is not seen.
 */
export async function readWrittenPaths(tree: ConfinedTree, group: string): Promise<WrittenPath[] | null> {
  if (group === '') return null;
  const pids = await processesOf(tree, group);
  if (pids === null) return null;
  const files = new Set<string>();
  for (const pid of pids) {
    try {
      for (const fd of await readdir(`/proc/${pid}/fd`)) {
        const path = await writtenThrough(pid, fd);
        if (path !== null) files.add(path);
      }
    } catch {
      // It ended meanwhile: what it had open is open no more.
    }
  }
  const folders = [...files].map((path) => dirname(path)).filter((folder) => !SHARED.test(folder));
  const found = await Promise.all([...new Set([...files, ...folders])].sort().map(described));
  return found.filter((path) => path !== null);
}

async function processesOf(tree: ConfinedTree, group: string): Promise<string[] | null> {
  for (const folder of GROUP_FOLDERS) {
    const content = await tree.readText(`${folder}${group}/cgroup.procs`, 1024 * 1024);
    if (!isMiss(content)) return content.text.split('\n').filter((pid) => /^[1-9]\d*$/.test(pid));
  }
  return null;
}

/** The path of an ordinary file a process has open for writing; null for anything else. */
async function writtenThrough(pid: string, fd: string): Promise<string | null> {
  const path = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '');
  if (!path.startsWith('/') || NO_DATA.test(path) || path.endsWith(' (deleted)')) return null;
  const about = await readFile(`/proc/${pid}/fdinfo/${fd}`, 'utf8').catch(() => '');
  const flags = Number.parseInt(/^flags:\s*([0-7]+)/m.exec(about)?.[1] ?? '0', 8);
  if ((flags & ACCESS_BITS) === 0) return null;
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  return isFile ? path : null;
}

async function described(path: string): Promise<WrittenPath | null> {
  const found = await stat(path).catch(() => null);
  if (found === null) return null;
  return { path, kind: found.isDirectory() ? 'folder' : 'file', uid: found.uid };
}
