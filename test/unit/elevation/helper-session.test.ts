import { writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Channel, openChannel } from '../../../main/elevation/channel.ts';
import { serveHelper } from '../../../main/elevation/helper.ts';
import { type FrontDelegate, runInHelper } from '../../../main/elevation/helper-session.ts';
import { type HelperLauncher, launchUnelevated } from '../../../main/elevation/launcher.ts';
import { FrontMessage, HelperMessage, type Job, PROTOCOL, type Target } from '../../../main/elevation/messages.ts';
import { createSecretOpener } from '../../../main/elevation/sealed-secret.ts';
import { Secret } from '../../../main/host/secret.ts';
import { EXIT, Failure } from '../../../main/model/failure.ts';
import type { RunFront } from '../../../main/run/ports.ts';
import { newFolder } from '../practice/practice-bench.ts';
import { failureOf, OPERATOR } from '../run/run-bench.ts';
import { deferred } from './deferred.ts';

const TARGET: Target = { kind: 'practice', scenario: 'miseq-4.0-ruo', dataFolder: '/nowhere' };
const JOB: Job = { kind: 'rollback', runId: null, operator: OPERATOR, interactive: false, confirmIdle: true };
const DONE = { problem: { code: 'all-well', message: 'It worked.', next: 'Nothing.' }, exitCode: EXIT.conflict };
const GUIDE = { kind: 'guide' as const, title: 'Do it', instructions: [] };

const delegate: FrontDelegate = {
  progress: () => undefined,
  answer: async () => 'nobody-there',
  password: async () => null,
};

type HelperChannel = Channel<FrontMessage, HelperMessage>;

/** A helper made of whatever a test does with the channel; its "process" ends with it. */
function pretend(act: (channel: HelperChannel, nonce: string, socket: Socket) => Promise<unknown>): HelperLauncher {
  return async (address, nonce) => {
    const socket = connect(address);
    const channel = openChannel(socket, FrontMessage, HelperMessage);
    const ended = act(channel, nonce, socket).then(
      () => 'exit code 0',
      () => 'exit code 1',
    );
    void ended.then(() => socket.end());
    return { pid: process.pid, ended };
  };
}

const hello = (nonce: string, changed: object = {}) =>
  ({
    type: 'hello',
    protocol: PROTOCOL,
    nonce,
    pid: process.pid,
    secretKey: createSecretOpener().publicKey,
    ...changed,
  }) as HelperMessage;

/** The real helper, in this process, doing the job that a test gives it. Ends every job with `DONE`. */
function realHelper(work: (front: RunFront) => Promise<unknown>): HelperLauncher {
  return async (address, nonce) => {
    const served = serveHelper(address, nonce, async (_target, _job, front) => {
      await work(front);
      throw new Failure(DONE.problem, DONE.exitCode);
    });
    return { pid: process.pid, ended: served.then(() => 'exit code 0') };
  };
}

const run = (launch: HelperLauncher, changed: Partial<FrontDelegate> = {}, stop?: AbortSignal) =>
  runInHelper({ launch, target: TARGET, job: JOB, delegate: { ...delegate, ...changed }, ...(stop ? { stop } : {}) });

const elevation = (code: string) => ({ code, exitCode: 15 });

describe('another program in place of the helper', () => {
  it.each([
    ['does not know the nonce', { nonce: 'f'.repeat(32) }],
    ['has another process id', { pid: process.pid + 1 }],
  ])('that %s gets no job', async (_what, changed) => {
    let heard = 0;
    const failure = failureOf(
      run(
        pretend(async (channel, nonce) => {
          channel.send(hello(nonce, changed));
          for await (const message of channel.messages()) if (message.type === 'job') heard += 1;
        }),
      ),
    );
    expect(await failure).toEqual(elevation('helper-altered'));
    expect(heard).toBe(0);
  });

  it('that knows nonce and process id and has no voucher of root for its key gets no job', async () => {
    let heard = 0;
    const takesThePlace: HelperLauncher = async (address, nonce) => {
      const helper = await pretend(async (channel) => {
        channel.send(hello(nonce));
        for await (const message of channel.messages()) if (message.type === 'job') heard += 1;
      })(address, nonce);
      return { ...helper, isGenuine: async () => false };
    };
    expect(await failureOf(run(takesThePlace))).toEqual(elevation('helper-altered'));
    expect(heard).toBe(0);
  });

  it('that begins with something else than a greeting gets no job', async () => {
    const launch = pretend(async (channel) => {
      channel.send({ type: 'failed', ...DONE });
      for await (const message of channel.messages()) expect(message.type).not.toBe('job');
    });
    expect(await failureOf(run(launch))).toEqual(elevation('helper-altered'));
  });

  it.each([
    ['speaks another protocol', (nonce: string) => JSON.stringify({ ...hello(nonce), protocol: 2 })],
    ['talks rubbish', () => 'GET / HTTP/1.1'],
  ])('that %s is not listened to', async (_what, text) => {
    const launch = pretend(async (channel, nonce, socket) => {
      socket.write(`${text(nonce)}\n`);
      for await (const message of channel.messages()) expect(message.type).not.toBe('job');
    });
    expect(await failureOf(run(launch))).toEqual({ code: 'channel-broken', exitCode: 1 });
  });
});

describe('a helper that is not there', () => {
  it('because its program is missing', async () => {
    const missing = launchUnelevated(join(await newFolder(), 'ucs-remedy.cjs'));
    expect(await failureOf(run(missing))).toEqual(elevation('helper-missing'));
  });

  it('because it ended before it came, with what it said on the way out', async () => {
    const program = join(await newFolder(), 'ucs-remedy.cjs');
    await writeFile(program, 'console.error("no room left"); process.exit(3)');
    const failing = run(launchUnelevated(program));
    await expect(failing).rejects.toThrow('exit code 3: no room left');
    expect(await failureOf(failing)).toEqual(elevation('helper-died'));
  });

  it('because it was killed in the middle', async () => {
    const program = join(await newFolder(), 'ucs-remedy.cjs');
    await writeFile(
      program,
      `const [, , , , address, , nonce] = process.argv;
       const socket = require('net').connect(address);
       socket.write(JSON.stringify({ type: 'hello', protocol: 1, nonce, pid: process.pid, secretKey: 'AAAA' }) + '\\n');
       socket.once('data', () => process.kill(process.pid, 'SIGKILL'));`,
    );
    const failing = run(launchUnelevated(program));
    await expect(failing).rejects.toThrow('signal SIGKILL');
    expect(await failureOf(failing)).toEqual(elevation('helper-died'));
  });

  it('is known to be gone although a program it started lives on and holds its error output', async () => {
    const program = join(await newFolder(), 'ucs-remedy.cjs');
    await writeFile(
      program,
      `const { spawn } = require('child_process');
       const left = spawn('/bin/sleep', ['60'], { detached: true, stdio: ['ignore', 'ignore', 'inherit'] });
       console.error('left ' + left.pid);
       process.exit(4);`,
    );
    const failing = run(launchUnelevated(program));
    const why = await failing.then(String, (error: Error) => error.message);
    expect(why).toContain('exit code 4: left ');
    const left = Number(/left (\d+)/.exec(why)?.[1]);
    // Throws where it has ended: then nothing was waited for too long, and nothing is shown.
    process.kill(left, 0);
    process.kill(left);
  });

  it('because it runs and never comes', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const launched = deferred<void>();
    const launch: HelperLauncher = async () => {
      launched.resolve();
      return { pid: process.pid, ended: new Promise(() => undefined) };
    };
    const failure = failureOf(run(launch));
    await launched.promise;
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(await failure).toEqual(elevation('helper-timed-out'));
  });

  it('because it could not be started: what the launcher says reaches the person', async () => {
    const declined = { code: 'elevation-declined', message: 'Declined.', next: 'Ask.' };
    const launch: HelperLauncher = () => Promise.reject(new Failure(declined, EXIT.elevationFailed));
    expect(await failureOf(run(launch))).toEqual(elevation('elevation-declined'));
  });

  it('gets nothing of the environment of who started it', async () => {
    process.env['NODE_OPTIONS_PROBE'] = 'leaks';
    onTestFinished(() => {
      delete process.env['NODE_OPTIONS_PROBE'];
    });
    const program = join(await newFolder(), 'ucs-remedy.cjs');
    await writeFile(program, 'console.error(JSON.stringify(Object.keys(process.env).sort())); process.exit(1)');
    await expect(run(launchUnelevated(program))).rejects.toThrow('["LC_ALL","PATH"]');
  });
});

describe('front and helper together', () => {
  const end = { code: 'all-well', exitCode: EXIT.conflict };

  it('the helper\u2019s own failure arrives with its code, sentence and exit code', async () => {
    expect(await failureOf(run(realHelper(async () => undefined)))).toEqual(end);
  });

  it('a defect inside the helper is told in words, and not lost', async () => {
    const failing = run(realHelper(() => Promise.reject(new RangeError('out of bounds'))));
    await expect(failing).rejects.toThrow('RangeError: out of bounds');
    expect(await failureOf(failing)).toEqual({ code: 'internal-error', exitCode: 1 });
  });

  it('questions are answered, several at once, each its own', async () => {
    const answers: string[] = [];
    const launch = realHelper(async (front) => {
      answers.push(
        ...(await Promise.all([front.ask({ ...GUIDE, title: 'yes' }), front.ask({ kind: 'confirm-backup' })])),
      );
    });
    expect(await failureOf(run(launch, { answer: async ({ kind }) => (kind === 'guide' ? 'yes' : 'no') }))).toEqual(
      end,
    );
    expect(answers).toEqual(['yes', 'no']);
  });

  it('a password arrives sealed: not a byte of it is on the wire', async () => {
    const wire: string[] = [];
    let revealed: string | undefined;
    const launch: HelperLauncher = (address, nonce) => {
      const write = vi.spyOn(JSON, 'stringify');
      onTestFinished(() => write.mockRestore());
      return realHelper(async (front) => {
        revealed = (await front.password('sbsuser'))?.reveal();
        wire.push(...write.mock.results.map(({ value }) => String(value)));
      })(address, nonce);
    };
    expect(await failureOf(run(launch, { password: async () => new Secret('practice-user') }))).toEqual(end);
    expect(revealed).toBe('practice-user');
    expect(wire.some((text) => text.includes('"sealed"'))).toBe(true);
    expect(wire.join('')).not.toContain('practice-user');
  });

  it('cancelling reaches the helper, which sees it before its next step', async () => {
    const stop = new AbortController();
    const seen: string[] = [];
    const launch = realHelper(async (front) => {
      stop.abort();
      while (front.stopRequested() === 'no') await new Promise(setImmediate);
      seen.push(front.stopRequested());
    });
    expect(await failureOf(run(launch, {}, stop.signal))).toEqual(end);
    expect(seen).toEqual(['cancelled']);
  });

  it('a person who stops while the system still asks for the rights ends before the first step', async () => {
    const stop = new AbortController();
    const seen: string[] = [];
    const helper = realHelper(async (front) => {
      while (front.stopRequested() === 'no') await new Promise(setImmediate);
      seen.push(front.stopRequested());
    });
    const launch: HelperLauncher = (address, nonce) => {
      stop.abort();
      return helper(address, nonce);
    };
    expect(await failureOf(run(launch, {}, stop.signal))).toEqual(end);
    expect(seen).toEqual(['cancelled']);
  });

  it('a front that breaks while it asks ends with its own error, and the helper goes on without it', async () => {
    const seen: string[] = [];
    const launch = realHelper(async (front) => {
      seen.push(await front.ask(GUIDE), front.stopRequested());
    });
    const failing = run(launch, { answer: () => Promise.reject(new RangeError('screen gone')) });
    await expect(failing).rejects.toThrow('screen gone');
    expect(seen).toEqual(['nobody-there', 'front-gone']);
  });
});
