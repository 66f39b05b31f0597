import { windowsEnvironment } from './windows/clean-surroundings.ts';

/** How to start the built program: a script by the Node that runs now, an executable by itself. Arguments come after. */
export function programWords(program: string): [string, ...string[]] {
  return program.endsWith('.cjs') ? [process.execPath, program] : [program];
}

/** The arguments a helper is started with. Everything here is public: others can read the command line. */
export function helperArguments(address: string, nonce: string): string[] {
  return ['helper', '--channel', address, '--nonce', nonce];
}

/** Nothing of the caller's environment reaches the helper but what the system needs to start a program. */
export function helperEnvironment(): Record<string, string> {
  if (process.platform === 'win32') return windowsEnvironment();
  return { LC_ALL: 'C.UTF-8', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };
}

/** Inside Electron the program that runs is Electron, which starts the script of a checkout only when told to act as Node. */
export function asNodeInElectron(program: string): Record<string, string> {
  return process.versions['electron'] !== undefined && program.endsWith('.cjs') ? { ELECTRON_RUN_AS_NODE: '1' } : {};
}

/** How a process ended, in short. */
export function howItEnded({ exitCode, signal, stderr }: { exitCode?: number; signal?: string; stderr?: unknown }) {
  const how = signal === undefined ? `exit code ${exitCode}` : `signal ${signal}`;
  return typeof stderr !== 'string' || stderr === '' ? how : `${how}: ${stderr}`;
}
