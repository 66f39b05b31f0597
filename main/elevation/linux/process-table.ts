import { readdir, readFile } from 'node:fs/promises';

/** What the system tells everybody about a process. */
export interface SeenProcess {
  pid: number;
  parentPid: number;
  /** Real, effective, saved and file system uid. */
  uids: readonly number[];
  argv: readonly string[];
}

/** A process by its number, from `/proc/PID/status` and `/proc/PID/cmdline`; null where it is gone or hidden from us. */
export async function seeProcess(pid: number): Promise<SeenProcess | null> {
  try {
    const [status, commandLine] = await Promise.all([
      readFile(`/proc/${pid}/status`, 'utf8'),
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
    ]);
    const parent = /^PPid:\t(\d+)$/m.exec(status)?.[1];
    const uids = /^Uid:\t([\d\t]+)$/m.exec(status)?.[1];
    if (parent === undefined || uids === undefined) return null;
    return {
      pid,
      parentPid: Number(parent),
      uids: uids.split('\t').map(Number),
      argv: commandLine.split('\0').slice(0, -1),
    };
  } catch {
    return null;
  }
}

/** A process and everything above it, itself first; ends where the system shows no further. */
export async function withAncestors(pid: number): Promise<SeenProcess[]> {
  const line: SeenProcess[] = [];
  for (let next = pid; next > 0; ) {
    const seen = await seeProcess(next);
    // Parents can change while we look: never go round in a circle.
    if (seen === null || line.some((each) => each.pid === seen.pid)) break;
    line.push(seen);
    next = seen.parentPid;
  }
  return line;
}

/** Numbers of all processes that are shown to us. */
export async function processIds(): Promise<number[]> {
  return (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
}

/** False where `/proc` hides the processes of other users (mount option `hidepid`). */
export async function othersAreShown(): Promise<boolean> {
  return (await seeProcess(1)) !== null;
}
