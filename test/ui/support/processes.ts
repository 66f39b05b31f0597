import { readdir, readFile } from 'node:fs/promises';

/** Process ids of the browsers this process has started, each found by its own profile folder. */
export async function ownBrowsers(): Promise<number[]> {
  const found: number[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const [status, command] = await Promise.all([textOf(`/proc/${pid}/status`), textOf(`/proc/${pid}/cmdline`)]);
    const child = status.includes(`\nPPid:\t${process.pid}\n`);
    if (child && /--user-data-dir=\S*ucs-wizard-window-/.test(command)) found.push(Number(pid));
  }
  return found;
}

/** A process and everything it has started, as far as it is there; the first one is itself. */
export async function withDescendants(pid: number): Promise<number[]> {
  const children = await textOf(`/proc/${pid}/task/${pid}/children`);
  const below = await Promise.all(children.split(' ').filter(Boolean).map(Number).map(withDescendants));
  return [pid, ...below.flat()];
}

/** Empty where the process is gone. */
async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return '';
  }
}
