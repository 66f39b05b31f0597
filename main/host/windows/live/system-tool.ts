import { dirname } from 'node:path';
import { execa } from 'execa';
import { systemFolder } from '../win32/system-library.ts';

const TIMEOUT_MS = 60_000;
const MAX_OUTPUT = 8 * 1024 * 1024;

/** How a tool of Windows ended; `exitCode` null: not at all, with why in `detail`. */
export interface SystemToolRun {
  exitCode: number | null;
  stdout: string;
  detail: string;
}

/** What every program this one starts finds in its environment: Windows' own folders, and nothing of its caller's. */
export function cleanEnvironment(): Record<string, string> {
  const windows = dirname(systemFolder());
  return {
    SystemRoot: windows,
    windir: windows,
    SystemDrive: windows.slice(0, 2),
    ComSpec: `${systemFolder()}\\cmd.exe`,
    PATH: `${systemFolder()};${windows}`,
    PATHEXT: '.COM;.EXE',
    NoDefaultCurrentDirectoryInExePath: '1',
  };
}

/** Runs a tool of Windows by its absolute path. What it says is in the language of the system: only its structure may be used. */
export async function runSystemTool(name: string, args: readonly string[]): Promise<SystemToolRun> {
  const result = await execa(`${systemFolder()}\\${name}`, args, {
    shell: false,
    reject: false,
    stdin: 'ignore',
    cwd: systemFolder(),
    extendEnv: false,
    env: cleanEnvironment(),
    windowsHide: true,
    timeout: TIMEOUT_MS,
    maxBuffer: MAX_OUTPUT,
  });
  if (result.exitCode === undefined)
    return { exitCode: null, stdout: '', detail: result.shortMessage ?? `${name} gave no result` };
  return { exitCode: result.exitCode, stdout: result.stdout, detail: `${name} ended with code ${result.exitCode}` };
}
