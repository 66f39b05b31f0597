// Runs as a program of Windows: calls one of the product's Win32 wrappers and prints what came back as JSON.
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { execa } from 'execa';
import { runInHelper } from '../../../main/elevation/helper-session.ts';
import type { Job } from '../../../main/elevation/messages.ts';
import { leaveCallersSurroundings } from '../../../main/elevation/windows/clean-surroundings.ts';
import { launchAsAdministrator } from '../../../main/elevation/windows/launch-as-administrator.ts';
import { practiceDefaults } from '../../../main/host/practice/scenarios.ts';
import { programDataFolder } from '../../../main/host/windows/win32/known-folder.ts';
import { nativePart } from '../../../main/host/windows/win32/load-native.ts';
import { connectPipe } from '../../../main/host/windows/win32/pipe/pipe-client.ts';
import { PipeServer } from '../../../main/host/windows/win32/pipe/pipe-server.ts';
import { whileHeld } from '../../../main/host/windows/win32/process/held-file.ts';
import { runAsAdministrator } from '../../../main/host/windows/win32/process/run-as-administrator.ts';
import { createFolder, readFileSecurity } from '../../../main/host/windows/win32/security/file-security.ts';
import {
  isElevated,
  isProcessElevated,
  ownAccount,
  ownSid,
} from '../../../main/host/windows/win32/security/process-token.ts';
import { systemEnvironment } from '../../../main/host/windows/win32/system-environment.ts';
import { systemFolder, win32 } from '../../../main/host/windows/win32/system-library.ts';
import { Win32Error } from '../../../main/host/windows/win32/win32-error.ts';
import { NO_CHOICES } from '../../../main/model/choices.ts';
import { Failure } from '../../../main/model/failure.ts';

const SCENARIO = 'miseq-4.0-ruo';
const PRIVATE = 'D:P(A;;GA;;;SY)(A;;GA;;;BA)(A;;GA;;;OW)';

/** Handles this process holds. */
function handles(): number {
  const count: [number] = [0];
  const self = win32('kernel32.dll', 'int64 __stdcall GetCurrentProcess()')();
  win32('kernel32.dll', 'int __stdcall GetProcessHandleCount(int64 process, _Out_ uint32 *count)')(self, count);
  return count[0];
}

function errorOf(work: () => unknown): number | string {
  try {
    work();
    return 'no error';
  } catch (error) {
    return error instanceof Win32Error ? error.code : String(error);
  }
}

function codeOf(work: () => unknown): string {
  try {
    work();
    return 'done';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

const actions: Record<string, (...args: string[]) => unknown> = {
  facts: () => ({
    native: nativePart().version,
    system: systemFolder(),
    programData: programDataFolder(),
    elevated: isElevated(),
    alsoByItsNumber: isProcessElevated(process.pid),
    sid: ownSid(),
    account: ownAccount(),
    environment: systemEnvironment(),
  }),
  security: (path) => readFileSecurity(path ?? ''),
  'make-folder': (path, sddl) => createFolder(path ?? '', sddl ?? ''),
  'handles-of': (path) => {
    const look = () => {
      readFileSecurity(path ?? '');
      readFileSecurity(`${path}\\not there`);
      errorOf(() => createFolder(`${path}\\no\\such\\folder`, 'D:P(A;;FA;;;BA)'));
      isElevated();
      ownSid();
    };
    look();
    const before = handles();
    for (let index = 0; index < 50; index += 1) look();
    return handles() - before;
  },
  'run-as': async (file, ...words) => {
    try {
      const started = await runAsAdministrator({ file: file ?? '', words, folder: systemFolder() });
      return { started: started.pid > 0, exitCode: await started.ended };
    } catch (error) {
      if (error instanceof Win32Error) return { error: error.code };
      throw error;
    }
  },
  pipe: async (name = '') => {
    const server = PipeServer.listen(name, PRIVATE);
    const again = errorOf(() => PipeServer.listen(name, PRIVATE));
    const asked: number[] = [];
    const accepted = server.accept(async (pid) => {
      asked.push(pid);
      return asked.length > 1;
    });
    const first = connect(name).on('error', () => undefined);
    await new Promise((closed) => first.on('close', closed));
    const { socket: client, server: listens } = connectPipe(name);
    client.on('error', () => undefined);
    const socket = await accepted;
    if (socket === null) return 'closed';
    client.write('a'.repeat(300_000));
    let got = 0;
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      got += chunk.length;
      if (got === 300_000) break;
    }
    const third = errorOf(() => connectPipe(name));
    client.destroy();
    return { again, own: [...asked, listens].every((pid) => pid === process.pid), asked: asked.length, got, third };
  },
  /** The whole way of a front that has no rights: rendezvous, consent, the executable as another process, one job, its receipt. */
  'job-through-consent': async (executable = '', dataFolder = '') => {
    const job: Job = {
      kind: 'run',
      request: {
        operator: { name: 'A. Tech', role: 'technician', site: '', reason: '' },
        choices: { ...NO_CHOICES, account: practiceDefaults(SCENARIO).account },
        pack: null,
        approval: { kind: 'blind' },
        confirmIdle: true,
        confirmBackup: true,
        acceptSigns: null,
        interactive: false,
      },
    };
    const rival = { turnedAway: false };
    const { result, receipt } = await runInHelper({
      async launch(address, nonce) {
        // Its name is public: somebody else comes first.
        connect(address)
          .on('error', () => undefined)
          .on('close', () => {
            rival.turnedAway = true;
          });
        return launchAsAdministrator(executable)(address, nonce);
      },
      target: { kind: 'practice', scenario: SCENARIO, dataFolder },
      job,
      delegate: { progress: () => undefined, answer: async () => 'nobody-there', password: async () => null },
    });
    return { overall: result.overall, receipt: receipt.id, rival };
  },
  'declined-launch': async (executable = '') => {
    try {
      await launchAsAdministrator(executable)('\\\\.\\pipe\\nobody', '0'.repeat(32));
      return 'started';
    } catch (error) {
      return error instanceof Failure ? error.code : String(error);
    }
  },
  /** Starts a tool by its bare name, as no code of the product does, to see what the surroundings alone let happen. */
  'bare-tool': async (name = '', surroundings = '') => {
    if (surroundings === 'left') leaveCallersSurroundings();
    const { failed } = await execa(name, ['/?'], { reject: false, timeout: 20_000 });
    return { failed, cwd: process.cwd(), names: Object.keys(process.env).toSorted() };
  },
  'held-file': async (path = '') =>
    whileHeld(path, async () => ({
      write: codeOf(() => writeFileSync(path, 'other')),
      rename: codeOf(() => renameSync(path, `${path}.moved`)),
      read: codeOf(() => readFileSync(path)),
    })),
  'pipe-closed': async (name = '') => {
    const before = handles();
    for (let index = 0; index < 20; index += 1) {
      const server = PipeServer.listen(`${name}-${index}`, PRIVATE);
      const accepted = server.accept(async () => true);
      server.close();
      if ((await accepted) !== null) return 'accepted';
    }
    return { left: handles() - before, gone: errorOf(() => statSync(`${name}-0`)) };
  },
};

const [action = '', ...args] = process.argv.slice(2);
Promise.resolve(actions[action]?.(...args)).then(
  (result) => process.stdout.write(JSON.stringify(result)),
  (error) => {
    process.stderr.write(String(error instanceof Error ? error.stack : error));
    process.exitCode = 1;
  },
);
