import { once } from 'node:events';
import type { Secret } from '../host/secret.ts';
import type { Question, ReceiptFiles } from '../model/conversation.ts';
import { EXIT, Failure } from '../model/failure.ts';
import type { RunResult } from '../model/run-state.ts';
import type { RunFront } from '../run/ports.ts';
import { openChannel } from './channel.ts';
import { connectToFront } from './front-connection.ts';
import { ALIVE_EVERY_MS, SILENCE_MS } from './heartbeat.ts';
import { FrontMessage, HelperMessage, type Job, PROTOCOL, type Target } from './messages.ts';
import { onlyThisMachine } from './only-this-machine.ts';
import { createSecretOpener } from './sealed-secret.ts';
import { leaveCallersSurroundings } from './windows/clean-surroundings.ts';

type Answer = 'yes' | 'no' | 'nobody-there';

/** Does one job for the front on the other side. */
export type PerformJob = (
  target: Target,
  job: Job,
  front: RunFront,
) => Promise<{ result: RunResult; receipt: ReceiptFiles }>;

/** Shows the front, where it can be shown, that a key for secrets is this helper's own. Done before the greeting. */
export type VouchForKey = (secretKey: string) => Promise<void>;

/** What waits for an answer; settled with "nobody there" when the front is gone. */
interface OpenQuestion {
  answered(answer: Answer): void;
  secret(secret: Secret | null): void;
}

/**
 * The helper's life: connect, say who it is, take one job, do it, report, end. It never takes a second job, and when the front
 * goes silent it stops before the next step, never inside one.
 *
 * @param vouch called when connected and before the greeting, where the helper has more rights than the front
 */
export async function serveHelper(
  address: string,
  nonce: string,
  perform: PerformJob,
  vouch?: VouchForKey,
): Promise<void> {
  if (process.platform === 'win32') leaveCallersSurroundings();
  const { socket, frontHasFewerRights } = connectToFront(address);
  const channel = openChannel(socket, FrontMessage, HelperMessage);
  const opener = createSecretOpener();
  const open = new Map<string, OpenQuestion>();
  let lastWord = Date.now();
  let stop: ReturnType<RunFront['stopRequested']> = 'no';
  let questions = 0;
  let finished: Promise<void> | null = null;

  function frontGone(): void {
    if (stop === 'no') stop = 'front-gone';
    for (const question of open.values()) {
      question.answered('nobody-there');
      question.secret(null);
    }
    open.clear();
  }

  function put(question: Question, waiting: OpenQuestion): void {
    if (channel.closed) {
      waiting.answered('nobody-there');
      waiting.secret(null);
      return;
    }
    questions += 1;
    const id = `q${questions}`;
    open.set(id, waiting);
    channel.send({ type: 'question', id, question });
  }

  const front: RunFront = {
    progress: (progress) => channel.send({ type: 'progress', progress }),
    // An answer of the other kind counts as none, so that nobody waits for ever.
    ask: (question) => new Promise((answered) => put(question, { answered, secret: () => answered('nobody-there') })),
    password: (account) =>
      new Promise((secret) => put({ kind: 'password', account }, { secret, answered: () => secret(null) })),
    stopRequested: () => stop,
  };

  async function work(target: Target, job: Job): Promise<void> {
    try {
      const { result, receipt } = await (frontHasFewerRights ? onlyThisMachine(perform) : perform)(target, job, front);
      channel.send({ type: 'finished', result, receipt });
    } catch (error) {
      channel.send({ type: 'failed', ...explain(error) });
    }
    channel.close();
    // A front that hangs and does not hang up must not keep this process.
    setTimeout(() => socket.destroy(), SILENCE_MS).unref();
  }

  const heartbeat = setInterval(() => {
    channel.send({ type: 'alive' });
    if (Date.now() - lastWord > SILENCE_MS) frontGone();
  }, ALIVE_EVERY_MS);
  async function listen(): Promise<void> {
    for await (const message of channel.messages()) {
      lastWord = Date.now();
      if (message.type === 'job') {
        if (finished !== null || message.nonce !== nonce) break;
        finished = work(message.target, message.job);
      } else if (message.type === 'cancel') {
        if (stop === 'no') stop = 'cancelled';
      } else if (message.type === 'answer') {
        open.get(message.id)?.answered(message.answer);
        open.delete(message.id);
      } else if (message.type === 'secret') {
        open.get(message.id)?.secret(message.sealed === null ? null : opener.open(message.sealed, message.id));
        open.delete(message.id);
      }
    }
  }

  try {
    if (vouch !== undefined) {
      // Only once the connection is ours: whoever took it in our place must have nothing to show.
      if (socket.connecting) await once(socket, 'connect');
      await vouch(opener.publicKey);
    }
    channel.send({ type: 'hello', protocol: PROTOCOL, nonce, pid: process.pid, secretKey: opener.publicKey });
    await listen();
  } finally {
    // However the conversation ended: what was begun is brought to the end of its step before this process goes.
    frontGone();
    await finished;
    clearInterval(heartbeat);
    channel.close();
  }
}

/** A failure as it crosses the channel; what is not expected becomes `internal-error` with its own words for support. */
function explain(error: unknown): { problem: Failure['problem']; exitCode: number } {
  if (error instanceof Failure) return { problem: error.problem, exitCode: error.exitCode };
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    problem: {
      code: 'internal-error',
      message: `Something went wrong inside the program (${detail}).`,
      next: 'Run `ucs-remedy resume` to look at the instrument again, and report this message to support.',
    },
    exitCode: EXIT.error,
  };
}
