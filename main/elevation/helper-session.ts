import type { Secret } from '../host/secret.ts';
import type { Progress, Question, ReceiptFiles } from '../model/conversation.ts';
import { EXIT, type ExitCode, Failure } from '../model/failure.ts';
import type { RunResult } from '../model/run-state.ts';
import { type Channel, openChannel } from './channel.ts';
import { ALIVE_EVERY_MS, COME_WITHIN_MS } from './heartbeat.ts';
import type { HelperLauncher, LaunchedHelper } from './launcher.ts';
import { FrontMessage, HelperMessage, type Job, type Target } from './messages.ts';
import { openRendezvous } from './rendezvous.ts';
import { sealSecret } from './sealed-secret.ts';

/** What a front does with what the helper says and asks. */
export interface FrontDelegate {
  progress(progress: Progress): void;
  answer(question: Exclude<Question, { kind: 'password' }>): Promise<'yes' | 'no' | 'nobody-there'>;
  password(account: string): Promise<Secret | null>;
}

export interface HelperSessionOptions {
  launch: HelperLauncher;
  target: Target;
  job: Job;
  delegate: FrontDelegate;
  /** Aborting asks the helper to stop before its next step. */
  stop?: AbortSignal;
}

function elevationFailure(code: string, message: string, next: string): Failure {
  return new Failure({ code, message, next }, EXIT.elevationFailed);
}

function helperDied(how: string): Failure {
  return elevationFailure(
    'helper-died',
    `The part of the program that makes changes ended unexpectedly (${how}).`,
    'Nothing is lost: run `ucs-remedy resume` to look at the instrument and go on, or `ucs-remedy rollback` to undo.',
  );
}

/** Turns a helper that runs and never comes into a failure. The time begins when it was started: no prompt is open any more. */
async function inTime<T>(coming: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    const failure = elevationFailure(
      'helper-timed-out',
      'The part of the program that makes changes was started and did not answer.',
      'Start the program again. If it happens again, look whether security software holds it back. Nothing was changed.',
    );
    timer = setTimeout(() => reject(failure), COME_WITHIN_MS);
  });
  try {
    return await Promise.race([coming, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

type SessionChannel = Channel<HelperMessage, FrontMessage>;

/** Runs one job in a helper process and brings back its result. Throws `Failure`, the helper's own or `helper-*`. */
export async function runInHelper(
  options: HelperSessionOptions,
): Promise<{ result: RunResult; receipt: ReceiptFiles }> {
  const rendezvous = await openRendezvous();
  try {
    const helper = await options.launch(rendezvous.address, rendezvous.nonce);
    rendezvous.expect?.(helper.pid);
    const neverCame = helper.ended.then((how) => {
      throw helperDied(how);
    });
    // Once it came, the end of the process shows as the end of the channel.
    neverCame.catch(() => undefined);
    const socket = await inTime(Promise.race([rendezvous.connected, neverCame]));
    return await converse(openChannel(socket, HelperMessage, FrontMessage), helper, rendezvous.nonce, options);
  } finally {
    await rendezvous.close();
  }
}

async function converse(channel: SessionChannel, helper: LaunchedHelper, nonce: string, options: HelperSessionOptions) {
  const heartbeat = setInterval(() => channel.send({ type: 'alive' }), ALIVE_EVERY_MS);
  const cancel = () => channel.send({ type: 'cancel' });
  options.stop?.addEventListener('abort', cancel);
  let helperKey: string | null = null;
  const frontFailures: unknown[] = [];
  const frontFailed = (error: unknown) => {
    frontFailures.push(error);
    channel.close();
  };
  try {
    for await (const message of channel.messages()) {
      if (helperKey === null) {
        helperKey = await greet(message, helper, nonce);
        channel.send({ type: 'job', nonce, target: options.target, job: options.job });
        // Asked to stop while the prompt of the system was open: the helper ends before its first step, with a receipt.
        if (options.stop?.aborted === true) cancel();
        continue;
      }
      if (message.type === 'finished') return { result: message.result, receipt: message.receipt };
      if (message.type === 'failed') throw new Failure(message.problem, message.exitCode as ExitCode);
      if (message.type === 'progress') options.delegate.progress(message.progress);
      // Not awaited: while a person thinks, heartbeats and other messages go on.
      if (message.type === 'question') {
        reply(channel, message.id, message.question, helperKey, options.delegate).catch(frontFailed);
      }
    }
    const how = await helper.ended;
    throw frontFailures.length === 0 ? helperDied(how) : frontFailures[0];
  } finally {
    clearInterval(heartbeat);
    options.stop?.removeEventListener('abort', cancel);
    channel.close();
  }
}

/** Checks that the first message comes from the process that was started, and returns its key for secrets. */
async function greet(message: HelperMessage, helper: LaunchedHelper, nonce: string): Promise<string> {
  if (message.type === 'hello' && message.nonce === nonce && message.pid === helper.pid) {
    if (helper.isGenuine === undefined || (await helper.isGenuine(message.secretKey))) return message.secretKey;
  }
  throw elevationFailure(
    'helper-altered',
    'Another program answered in place of the part of this program that makes changes.',
    'Do not go on at this instrument. Install the program again; if it happens again, report it to your security officer.',
  );
}

async function reply(
  channel: SessionChannel,
  id: string,
  question: Question,
  helperKey: string,
  delegate: FrontDelegate,
): Promise<void> {
  if (question.kind === 'password') {
    const secret = await delegate.password(question.account);
    channel.send({ type: 'secret', id, sealed: secret === null ? null : sealSecret(secret, helperKey, id) });
    return;
  }
  channel.send({ type: 'answer', id, answer: await delegate.answer(question) });
}
