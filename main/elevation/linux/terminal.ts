import { closeSync, constants, openSync } from 'node:fs';

/** Whether this process has a terminal where the system itself can ask a person, whatever standard input is. */
export function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', constants.O_RDWR | constants.O_NOCTTY));
    return true;
  } catch {
    return false;
  }
}

/**
 * Signals that a key on the terminal, or closing it, sends to everything that runs there. The helper is told to stop over
 * its channel; a key must not cut it off in the middle of a change.
 */
export function ignoreTerminalSignals(): void {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGTSTP'] as const) process.on(signal, () => undefined);
}
