// Runs as a program of Windows: makes the product's Windows host and answers the calls of `remote-host.ts`.
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { startWarning } from '../../../main/elevation/windows/start-warning.ts';
import { HostChangeError } from '../../../main/host/host.ts';
import { Secret } from '../../../main/host/secret.ts';
import { windowsHost } from '../../../main/host/windows/live/windows-host.ts';
import { letteredDrives } from '../../../main/host/windows/win32/drives.ts';
import { heldHandles } from '../../../main/host/windows/win32/handle.ts';
import { win32 } from '../../../main/host/windows/win32/system-library.ts';
import { observe } from '../../../main/observe/observe.ts';

const host = windowsHost();

/** Handles this process holds, by Windows' own count. */
function systemHandles(): number {
  const count: [number] = [0];
  const self = win32('kernel32.dll', 'int64 __stdcall GetCurrentProcess()')();
  win32('kernel32.dll', 'int __stdcall GetProcessHandleCount(int64 process, _Out_ uint32 *count)')(self, count);
  return count[0];
}

const others: Record<string, (...args: unknown[]) => unknown> = {
  about: () => host.about,
  observe: () => observe(host),
  milliseconds: async () => {
    const before = performance.now();
    await observe(host);
    return performance.now() - before;
  },
  drives: () => letteredDrives(),
  startWarning: (helper) => startWarning(String(helper)),
  handles: () => ({ held: heldHandles(), system: systemHandles() }),
};

function called(method: string, args: unknown[]): unknown {
  const other = others[method];
  if (other !== undefined) return other(...args);
  const path = method.split('.');
  const name = path.pop() ?? '';
  const owner = path.reduce<object>((above, part) => (Reflect.get(above, part) as object | null) ?? {}, host);
  const work: unknown = Reflect.get(owner, name);
  if (typeof work !== 'function') throw new Error(`the host has no ${method}`);
  return Reflect.apply(work, owner, args.map(revived));
}

function revived(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'secret' in value ? new Secret(String(value.secret)) : value;
}

function described(error: unknown) {
  if (error instanceof HostChangeError) return { code: error.code, detail: error.detail };
  return { code: null, detail: error instanceof Error ? String(error.stack) : String(error) };
}

const socket = connect(Number(process.argv[2]), '127.0.0.1');
createInterface({ input: socket }).on('line', async (line) => {
  const { id, method, args } = JSON.parse(line);
  const answer = await Promise.resolve()
    .then(() => called(method, args))
    .then(
      (value) => ({ id, value }),
      (error: unknown) => ({ id, error: described(error) }),
    );
  socket.write(`${JSON.stringify(answer)}\n`);
});
socket.on('close', () => process.exit(0));
