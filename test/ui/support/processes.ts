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

/** Empty where the process is gone. */
async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return '';
  }
}
