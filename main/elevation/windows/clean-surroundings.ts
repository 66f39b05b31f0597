import { win32 } from 'node:path';
import { systemFolder } from '../../host/windows/win32/system-library.ts';

/** Environment of the helper: what Windows needs to start a program, from the system itself and not from the caller. */
export function windowsEnvironment(): Record<string, string> {
  const system = systemFolder();
  return { SystemRoot: win32.dirname(system), PATH: system, NoDefaultCurrentDirectoryInExePath: '1' };
}

/**
 * Makes this process look for programs and libraries in System32 only. An elevated process does not get the environment of who
 * started it, but that of its account, which every program of that account can write to.
 */
export function leaveCallersSurroundings(): void {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, windowsEnvironment());
  process.chdir(systemFolder());
}
