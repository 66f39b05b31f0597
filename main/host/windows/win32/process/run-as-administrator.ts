import { nativePart } from '../load-native.ts';
import { lastErrorNumber, systemLibrary, type Win32Function, win32 } from '../system-library.ts';
import { Win32Error } from '../win32-error.ts';

/** A process that Windows started with the rights of an administrator. */
export interface AdministratorProcess {
  readonly pid: number;
  /** Resolves with its exit code when it has ended. */
  readonly ended: Promise<number>;
}

/** `SEE_MASK_NOCLOSEPROCESS | SEE_MASK_NOASYNC | SEE_MASK_FLAG_NO_UI`: we keep the process, wait here, and explain errors ourselves. */
const MASK = 0x40 | 0x100 | 0x400;
const HIDDEN = 0;
const SIGNALLED = 0;
const LOOK_EVERY_MS = 100;
/** What needs no quotes on a command line. */
const PLAIN_WORD = /^[\w\\.:-]+$/;

let shellExecute: Win32Function | null = null;
let infoBytes = 0;

const consoleWindow = () => win32('kernel32.dll', 'int64 __stdcall GetConsoleWindow()');
const processId = () => win32('kernel32.dll', 'uint32 __stdcall GetProcessId(int64 process)');
const exitCode = () => win32('kernel32.dll', 'int __stdcall GetExitCodeProcess(int64 process, _Out_ uint32 *code)');
const waitFor = () => win32('kernel32.dll', 'uint32 __stdcall WaitForSingleObject(int64 handle, uint32 milliseconds)');
const closeHandle = () => win32('kernel32.dll', 'int __stdcall CloseHandle(int64 handle)');

/** `ShellExecuteExW` with its one parameter, `SHELLEXECUTEINFOW`. */
function shellExecuteFunction(): Win32Function {
  if (shellExecute !== null) return shellExecute;
  const native = nativePart();
  const info = native.struct({
    cbSize: 'uint32',
    fMask: 'uint32',
    hwnd: 'int64',
    lpVerb: 'str16',
    lpFile: 'str16',
    lpParameters: 'str16',
    lpDirectory: 'str16',
    nShow: 'int',
    hInstApp: 'int64',
    lpIDList: 'int64',
    lpClass: 'str16',
    hkeyClass: 'int64',
    dwHotKey: 'uint32',
    hIcon: 'int64',
    hProcess: 'int64',
  });
  infoBytes = native.sizeof(info);
  shellExecute = systemLibrary('shell32.dll').func('__stdcall', 'ShellExecuteExW', 'int', [
    native.inout(native.pointer(info)),
  ]);
  return shellExecute;
}

/** What to start. All paths are absolute. */
export interface AdministratorStart {
  file: string;
  /** Its command line after the name; each word must need no quotes. */
  words: readonly string[];
  /** Its current directory. */
  folder: string;
}

/**
 * Asks the person at the screen for consent and starts a program with the rights of an administrator. Waits for as long as the
 * question is open. Throws Win32Error: 1223 where the person said no.
 */
export async function runAsAdministrator({ file, words, folder }: AdministratorStart): Promise<AdministratorProcess> {
  if (!words.every((word) => PLAIN_WORD.test(word))) throw new RangeError('a word of this command line needs quotes');
  const call = shellExecuteFunction();
  const info = {
    cbSize: infoBytes,
    fMask: MASK,
    // With a window of ours the question comes to the front; without one it may only blink in the task bar.
    hwnd: consoleWindow()(),
    lpVerb: 'runas',
    lpFile: file,
    lpParameters: words.join(' '),
    lpDirectory: folder,
    nShow: HIDDEN,
    hInstApp: 0,
    lpIDList: 0,
    lpClass: null,
    hkeyClass: 0,
    dwHotKey: 0,
    hIcon: 0,
    hProcess: 0,
  };
  await new Promise<void>((resolve, reject) => {
    call.async(info, (error: Error | null, result: number) => {
      // The error number belongs to the other thread and can be had here and now only.
      const code = result === 0 ? lastErrorNumber() : 0;
      if (error !== null) reject(error);
      else if (code !== 0 || result === 0) reject(new Win32Error('ShellExecuteExW', code));
      else resolve();
    });
  });
  return watch(info.hProcess);
}

function watch(handle: number): AdministratorProcess {
  const pid = handle === 0 ? 0 : processId()(handle);
  if (pid === 0) throw new Win32Error('ShellExecuteExW', 0);
  return { pid, ended: endOf(handle) };
}

async function endOf(handle: number): Promise<number> {
  try {
    // Asking again and again, because a waiting call would hold one of the few threads Node has for files.
    while (waitFor()(handle, 0) !== SIGNALLED) await pause();
    const code: [number] = [0];
    exitCode()(handle, code);
    return code[0];
  } finally {
    closeHandle()(handle);
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
}
