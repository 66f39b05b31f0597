import { runSystemTool } from './system-tool.ts';

/** A request queue of http.sys: the addresses registered for it, and the processes that answer them. */
export interface RequestQueue {
  urls: string[];
  pids: number[];
}

/**
 * The request queues of http.sys; null where netsh told none. There is no interface for this but netsh, whose words are in the
 * language of the system.
 */
export async function readRequestQueues(): Promise<RequestQueue[] | null> {
  const run = await runSystemTool('netsh.exe', ['http', 'show', 'servicestate', 'view=requestq', 'verbose=yes']);
  if (run.exitCode !== 0) return null;
  const queues = parseRequestQueues(run.stdout);
  return queues.length === 0 ? null : queues;
}

/**
 * Reads only what is the same in every language: a queue begins with a line that is not indented, an address stands alone on its
 * line, and so does a process (a number, or "label: number, label: path").
 */
export function parseRequestQueues(text: string): RequestQueue[] {
  const queues: RequestQueue[] = [];
  let queue: RequestQueue = { urls: [], pids: [] };
  for (const line of text.split(/\r?\n/)) {
    if (/^\S/.test(line)) {
      queue = { urls: [], pids: [] };
      queues.push(queue);
      continue;
    }
    const url = /^\s+(https?:\/\/\S+)\s*$/i.exec(line)?.[1];
    const pid = (/^\s+(\d+)\s*$/.exec(line) ?? /^\s+[^:]+:\s*(\d+),\s*[^:]+:\s*\S.*$/.exec(line))?.[1];
    if (url !== undefined) queue.urls.push(url);
    else if (pid !== undefined) queue.pids.push(Number(pid));
  }
  return queues.filter(({ urls }) => urls.length > 0);
}

/** The port an address of http.sys ("HTTP://+:5985/WSMAN/") is registered for. */
export function portOfUrl(url: string): number | null {
  const port = /^https?:\/\/(?:\[[^\]]*\]|[^:/[\]]*):(\d{1,5})(?::[^/]*)?(?:\/|$)/i.exec(url)?.[1];
  return port === undefined ? null : Number(port);
}
