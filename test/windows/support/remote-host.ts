import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Plugin } from 'esbuild';
import { type Host, HostChangeError, type HostChanges } from '../../../main/host/host.ts';
import { Secret } from '../../../main/host/secret.ts';
import type { Observation } from '../../../main/model/observation.ts';
import { bundled, plainNode } from './windows-program.ts';
import type { Wine } from './wine.ts';

/** The Windows host as it runs in Wine, called from here. */
export interface RemoteHost {
  host: Host;
  /** Anything else `host-server.ts` knows. */
  ask(method: string, ...args: unknown[]): Promise<unknown>;
  close(): Promise<void>;
}

interface Answer {
  id: number;
  value?: unknown;
  error?: { code: string | null; detail: string };
}

/**
 * Starts the product's Windows host on Node for Windows in Wine and hands out a host that passes every call on to it. `plugins` put
 * fakes into it; none: everything is Wine's own.
 */
export async function openRemoteHost(wine: Wine, plugins: Plugin[]): Promise<RemoteHost> {
  const node = await plainNode(wine);
  const program = await bundled(wine, 'host-server.ts', plugins);
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens nowhere');
  const ended = wine.finish(node, [program, String(address.port)], { timeout: 600_000 });
  const socket = await Promise.race([
    new Promise<Socket>((connected) => server.once('connection', connected)),
    ended.then(({ stdout, stderr }) => {
      throw new Error(`the host did not start: ${stdout} ${stderr}`);
    }),
  ]);
  const waiting = new Map<number, (answer: Answer) => void>();
  createInterface({ input: socket }).on('line', (line) => {
    const answer: Answer = JSON.parse(line);
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  let asked = 0;
  const ask = async (method: string, ...args: unknown[]) => {
    asked += 1;
    const id = asked;
    const answer = await new Promise<Answer>((answered) => {
      waiting.set(id, answered);
      socket.write(`${JSON.stringify({ id, method, args: args.map(plain) })}\n`);
    });
    if (answer.error === undefined) return answer.value;
    const { code, detail } = answer.error;
    throw code === null ? new Error(detail) : new HostChangeError(code as HostChangeError['code'], detail);
  };
  const about = (await ask('about')) as Observation['host'];
  const readers = new Proxy({} as Host, { get: (_target, name) => passing(ask, String(name)) });
  const logonRight = {
    isGranted: passing(ask, 'changes.logonRight.isGranted'),
    takeBack: passing(ask, 'changes.logonRight.takeBack'),
  };
  const changes = new Proxy({} as HostChanges, {
    get: (_target, name) => {
      if (name === 'unit') return undefined;
      return name === 'logonRight' ? logonRight : passing(ask, `changes.${String(name)}`);
    },
  });
  const own = { about, changes: about.changeable ? changes : null, simulatedPerson: null };
  return {
    // Without `then`: a promise of a host must not take it for another promise.
    host: new Proxy(readers, {
      get: (target, name) => (name === 'then' ? undefined : Reflect.get(name in own ? own : target, name)),
    }),
    ask,
    async close() {
      socket.destroy();
      server.close();
      await ended;
    },
  };
}

function passing(ask: RemoteHost['ask'], method: string) {
  return (...args: unknown[]) => ask(method, ...args);
}

/** A password of a test may cross; it is no secret. */
function plain(value: unknown): unknown {
  return value instanceof Secret ? { secret: value.reveal() } : value;
}
