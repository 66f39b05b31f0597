import { stopCoverage } from 'node:v8';

/**
 * Closes two doors of Node that its start options leave open. Called before anything else: an administrator's process must not
 * do what the environment or a signal of somebody else says.
 */
export function closeProcess(): void {
  // Unhandled, this signal opens the inspector, which takes commands.
  process.on('SIGUSR1', () => undefined);
  // NODE_V8_COVERAGE names a folder that would be written to at the end.
  stopCoverage();
}
