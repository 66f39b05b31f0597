import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Channel, openChannel } from '../../../main/elevation/channel.ts';
import { type PerformJob, serveHelper } from '../../../main/elevation/helper.ts';
import { FrontMessage, HelperMessage, type Job } from '../../../main/elevation/messages.ts';
import { sealSecret } from '../../../main/elevation/sealed-secret.ts';
import { Secret } from '../../../main/host/secret.ts';
import { Failure } from '../../../main/model/failure.ts';
import type { RunFront } from '../../../main/run/ports.ts';
import { newFolder } from '../practice/practice-bench.ts';
import { failureOf, OPERATOR } from '../run/run-bench.ts';
import { deferred } from './deferred.ts';

const NONCE = '0'.repeat(32);
const JOB: Job = { kind: 'rollback', runId: null, operator: OPERATOR, interactive: false, confirmIdle: true };
const job = (nonce = NONCE): FrontMessage => ({ type: 'job', nonce, target: { kind: 'this-machine' }, job: JOB });
const over = new Failure({ code: 'over', message: 'Over.', next: 'Nothing.' });

interface Bench {
  socket: Socket;
  channel: Channel<HelperMessage, FrontMessage>;
  /** The next message that is no heartbeat; undefined when the helper is gone. */
  next(): Promise<HelperMessage | undefined>;
  served: Promise<void>;
  hello: Extract<HelperMessage, { type: 'hello' }>;
}

/** A helper that works for this test, which plays the front. */
async function helperWith(perform: (front: RunFront) => Promise<unknown>): Promise<Bench & { jobs: () => number }> {
  const address = join(await newFolder(), 'socket');
  const server = createServer();
  server.listen(address);
  await once(server, 'listening');
  let jobs = 0;
  const doJob: PerformJob = async (_target, _job, front) => {
    jobs += 1;
    await perform(front);
    throw over;
  };
  const served = serveHelper(address, NONCE, doJob);
  served.catch(() => undefined);
  const [socket] = (await once(server, 'connection')) as [Socket];
  server.close();
  onTestFinished(() => {
    socket.destroy();
  });
  const channel = openChannel(socket, HelperMessage, FrontMessage);
  const messages = channel.messages();
  const next = async () => {
    for (;;) {
      const { value, done } = await messages.next();
      if (done === true) return undefined;
      if (value.type !== 'alive') return value;
    }
  };
  const hello = await next();
  if (hello?.type !== 'hello') throw new Error('a helper greets first');
  return { socket, channel, next, served, hello, jobs: () => jobs };
}

/** A step that is under way until the test lets it end. */
function step() {
  const begun = deferred<RunFront>();
  const end = deferred<void>();
  let ended = false;
  return {
    begun: begun.promise,
    end: end.resolve,
    ended: () => ended,
    work: async (front: RunFront) => {
      begun.resolve(front);
      await end.promise;
      ended = true;
    },
  };
}

describe('the helper does one job', () => {
  it('and then ends', async () => {
    const bench = await helperWith(async () => undefined);
    bench.channel.send(job());
    expect(await bench.next()).toMatchObject({ type: 'failed', problem: { code: 'over' } });
    expect(await bench.next()).toBeUndefined();
    await bench.served;
    expect(bench.jobs()).toBe(1);
  });

  it('and none for somebody who does not know the nonce', async () => {
    const bench = await helperWith(async () => undefined);
    bench.channel.send(job('1'.repeat(32)));
    expect(await bench.next()).toBeUndefined();
    await bench.served;
    expect(bench.jobs()).toBe(0);
  });

  it('and never a second one: it stops before its next step', async () => {
    const { work, begun, end, ended } = step();
    const bench = await helperWith(work);
    bench.channel.send(job());
    const front = await begun;
    bench.channel.send(job());
    while (front.stopRequested() === 'no') await new Promise(setImmediate);
    end();
    await bench.served;
    expect([bench.jobs(), ended()]).toEqual([1, true]);
  });
});

describe('a front that is gone never ends a step in the middle', () => {
  const ways: [string, (bench: Bench) => void][] = [
    ['closes', ({ channel }) => channel.close()],
    ['is killed', ({ socket }) => socket.destroy()],
    ['talks rubbish', ({ socket }) => socket.write('rubbish\n')],
    ['sends a message nobody agreed on', ({ socket }) => socket.write('{"type":"command","command":"whoami"}\n')],
  ];

  it.each(ways)('when it %s', async (_how, leave) => {
    const { work, begun, end, ended } = step();
    const bench = await helperWith(async (front) => {
      await work(front);
      expect(await front.ask({ kind: 'confirm-backup' })).toBe('nobody-there');
      expect(await front.password('sbsuser')).toBeNull();
    });
    bench.channel.send(job());
    const front = await begun;
    let over = false;
    const settled = bench.served.then(
      () => {
        over = true;
      },
      () => {
        over = true;
      },
    );
    leave(bench);
    while (front.stopRequested() === 'no') await new Promise(setImmediate);
    expect(front.stopRequested()).toBe('front-gone');
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    expect([ended(), over]).toEqual([false, false]);
    end();
    await settled;
    expect(ended()).toBe(true);
  });

  it('questions that are open then find nobody', async () => {
    const answers: unknown[] = [];
    const bench = await helperWith(async (front) => {
      answers.push(...(await Promise.all([front.ask({ kind: 'confirm-backup' }), front.password('sbsuser')])));
    });
    bench.channel.send(job());
    await bench.next();
    await bench.next();
    bench.socket.destroy();
    await bench.served;
    expect(answers).toEqual(['nobody-there', null]);
  });

  it('one that says nothing for long counts as gone, one that says it is alive does not', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout', 'Date'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const { work, begun, end } = step();
    const bench = await helperWith(work);
    bench.channel.send(job());
    const front = await begun;
    for (let second = 0; second < 30; second += 1) {
      vi.advanceTimersByTime(1_000);
      bench.channel.send({ type: 'alive' });
      // Messages take a moment to arrive.
      for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
    }
    expect(front.stopRequested()).toBe('no');
    vi.advanceTimersByTime(15_000);
    expect(front.stopRequested()).toBe('front-gone');
    // This front does not even hang up; the helper ends nevertheless.
    let served = false;
    void bench.served.then(() => {
      served = true;
    });
    end();
    while (!served) {
      vi.advanceTimersByTime(1_000);
      await new Promise(setImmediate);
    }
  });
});

describe('answers', () => {
  it('to questions nobody asked are passed over', async () => {
    const { work, begun, end } = step();
    const bench = await helperWith(work);
    bench.channel.send(job());
    await begun;
    bench.channel.send({ type: 'answer', id: 'q99', answer: 'yes' });
    bench.channel.send({ type: 'secret', id: 'q99', sealed: null });
    end();
    expect(await bench.next()).toMatchObject({ type: 'failed', problem: { code: 'over' } });
    await bench.served;
  });

  it('of another kind than the question do not open a gate', async () => {
    const answers: unknown[] = [];
    const bench = await helperWith(async (front) => {
      answers.push(await front.ask({ kind: 'confirm-backup' }));
    });
    bench.channel.send(job());
    const question = await bench.next();
    if (question?.type !== 'question') throw new Error('a question was asked');
    bench.channel.send({ type: 'secret', id: question.id, sealed: null });
    bench.channel.close();
    await bench.served;
    expect(answers).toEqual(['nobody-there']);
  });

  it('a secret sealed for another question is tampering: nobody is there from then on', async () => {
    const secrets: (Secret | null)[] = [];
    const bench = await helperWith(async (front) => {
      secrets.push(await front.password('sbsuser'));
    });
    bench.channel.send(job());
    const question = await bench.next();
    if (question?.type !== 'question') throw new Error('a question was asked');
    const sealed = sealSecret(new Secret('practice-user'), bench.hello.secretKey, 'another');
    bench.channel.send({ type: 'secret', id: question.id, sealed });
    await expect(bench.served).rejects.toThrow();
    expect(secrets).toEqual([null]);
  });
});

it('a helper that nobody waits for ends', async () => {
  const perform: PerformJob = () => Promise.reject(over);
  await serveHelper(join(await newFolder(), 'nobody'), NONCE, perform);
  expect(await failureOf(perform({ kind: 'this-machine' }, JOB, {} as RunFront))).toEqual({
    code: 'over',
    exitCode: 1,
  });
});
