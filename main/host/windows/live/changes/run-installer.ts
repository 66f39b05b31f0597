import { open } from 'node:fs/promises';
import { win32 } from 'node:path';
import { execa } from 'execa';
import { HostChangeError } from '../../../host.ts';
import { systemEnvironment } from '../../win32/system-environment.ts';
import { systemFolder } from '../../win32/system-library.ts';
import { cleanEnvironment } from '../system-tool.ts';
import { isStaged } from './staging.ts';

/** `MZ` and the head of a compound file, which a Windows Installer package is. */
const EXECUTABLE = '4d5a';
const PACKAGE = 'd0cf11e0';

/**
 * Runs a staged installer and waits for it: a program by itself, a package by Windows Installer, which then never restarts the
 * machine by itself. Without arguments it shows its own window and a person answers it. Throws `HostChangeError`.
 */
export async function runInstaller(stagedPath: string, args: readonly string[]): Promise<{ exitCode: number }> {
  if (!(await isStaged(stagedPath))) throw new HostChangeError('not-found', `${stagedPath} is not a staged installer`);
  const head = await headOf(stagedPath);
  if (head.startsWith(EXECUTABLE)) return run(stagedPath, args, stagedPath);
  if (head.startsWith(PACKAGE)) {
    return run(`${systemFolder()}\\msiexec.exe`, ['/i', stagedPath, '/norestart', ...args], stagedPath);
  }
  throw new HostChangeError('tool-failed', `${stagedPath} is neither a program nor a Windows Installer package`);
}

async function run(program: string, words: readonly string[], stagedPath: string): Promise<{ exitCode: number }> {
  // Installers unpack themselves and run what they unpacked: into a folder only administrators can write to.
  const unpacking = win32.dirname(stagedPath);
  const result = await execa(program, words, {
    shell: false,
    reject: false,
    stdio: 'ignore',
    cwd: systemFolder(),
    extendEnv: false,
    env: { ...installerEnvironment(), TEMP: unpacking, TMP: unpacking },
    windowsHide: false,
  });
  if (result.exitCode === undefined)
    throw new HostChangeError('tool-failed', result.shortMessage ?? `${program} did not start`);
  return { exitCode: result.exitCode };
}

/** Installers also look up where programs and data lie. */
function installerEnvironment(): Record<string, string> {
  const wanted = [
    'ALLUSERSPROFILE',
    'APPDATA',
    'CommonProgramFiles',
    'CommonProgramFiles(x86)',
    'CommonProgramW6432',
    'LOCALAPPDATA',
    'NUMBER_OF_PROCESSORS',
    'PROCESSOR_ARCHITECTURE',
    'ProgramData',
    'ProgramFiles',
    'ProgramFiles(x86)',
    'ProgramW6432',
    'PUBLIC',
    'USERNAME',
    'USERPROFILE',
  ];
  // From the system: the helper has no environment of its account, which any program of that account could have written.
  const system = systemEnvironment();
  const found = wanted.flatMap((name) => {
    const value = system[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...cleanEnvironment(), ...Object.fromEntries(found) };
}

async function headOf(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead).toString('hex');
  } finally {
    await file.close();
  }
}
