import { readFile } from 'node:fs/promises';
import { inElectron } from './wizard-window.ts';

/**
 * Process ids of what shows the window, as far as this process has started it: the browser, found by its own profile folder; in
 * Electron the process of the page.
 */
export async function ownBrowsers(): Promise<number[]> {
  const own = await withDescendants(process.pid);
  const commands = await Promise.all(own.map((pid) => textOf(`/proc/${pid}/cmdline`)));
  return own.filter((_pid, at) => SHOWS_WINDOW.test(commands[at] ?? ''));
}

const SHOWS_WINDOW = inElectron ? /--type=renderer/ : /^(?!.*--type=).*--user-data-dir=\S*ucs-wizard-window-/;

/** A process and everything it has started, as far as it is there; the first one is itself. */
export async function withDescendants(pid: number): Promise<number[]> {
  const children = await textOf(`/proc/${pid}/task/${pid}/children`);
  const below = await Promise.all(children.split(' ').filter(Boolean).map(Number).map(withDescendants));
  return [pid, ...below.flat()];
}

/** Sends a signal to a process and everything it has started. */
export async function killTree(pid: number | undefined, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (pid === undefined) return;
  for (const each of await withDescendants(pid)) {
    try {
      process.kill(each, signal);
    } catch {
      // It ended with the one before it.
    }
  }
}

/** How a process was started, its words parted by spaces; empty where it is gone. */
export async function commandOf(pid: number): Promise<string> {
  return (await textOf(`/proc/${pid}/cmdline`)).replaceAll('\0', ' ');
}

/** Empty where the process is gone. */
async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return '';
  }
}
