import type { z } from 'zod';
import { Failure, type Problem } from '../model/failure.ts';
import type { Json } from '../model/json.ts';
import { type Answer, CALLS, type CallName, type Result } from './contract.ts';

/** What does the work behind each call. An argument arrives checked; a `Failure` reaches the window in its own words. */
export type Handlers = {
  readonly [Name in CallName]: (argument: z.output<(typeof CALLS)[Name]['argument']>) => Promise<Result<Name>>;
};

/** Who sent a message, as the front could tell. `from` is for the log: address and kind of frame. */
export interface Sender {
  trusted: boolean;
  from: string;
}

/** Where refused messages and failed calls are noted. */
export interface DispatchLog {
  note(event: string, context: Record<string, Json>): void;
}

/** Answers one message of a window with the text of an `Answer`, the same for every front; never rejects. */
export type Dispatch = (name: unknown, argument: unknown, sender: Sender) => Promise<string>;

type Call = (typeof CALLS)[CallName];
type Refused = Extract<Answer, { ok: false }>;
/** An answer before it becomes text: its value has the shape of the call's result. */
type Checked = Refused | { ok: true; value: unknown };

/** Longest text of a sender or unknown name that is noted: whoever sends it chooses it. */
const NOTED_LENGTH = 200;

const PROBLEMS = {
  untrusted: {
    code: 'sender-not-trusted',
    message: 'A message did not come from the window of this program, so it was refused.',
    next: 'Close the program and start it again. If this comes back, save the report for support.',
  },
  unknown: {
    code: 'call-unknown',
    message: 'The window asked for something this program does not know.',
    next: 'Close the program and start it again. If this comes back, save the report for support.',
  },
  oversize: {
    code: 'message-too-large',
    message: 'What was entered is too long, so it was refused.',
    next: 'Enter less text and try again.',
  },
  malformed: {
    code: 'message-malformed',
    message: 'What was entered is not in the form the program expects, so it was refused.',
    next: 'Correct it and try again. If this comes back, save the report for support.',
  },
  internal: {
    code: 'internal-error',
    message: 'Something went wrong inside the program.',
    next: 'Save the report for support. Then try again, or close the program and start it again.',
  },
} as const satisfies Record<string, Problem>;

/**
 * The engine's end of the contract. A message is refused, noted, and reaches no handler when its sender is not trusted, its name
 * is no call, it is larger than the call allows, or its argument is not of the call's shape. Results are checked as well.
 * Nothing of what a window sent is noted, because a person may have typed it.
 */
export function createDispatcher({ handlers, log }: { handlers: Handlers; log: DispatchLog }): Dispatch {
  const answer = async (name: unknown, argument: unknown, sender: Sender): Promise<Checked> => {
    const from = clipped(sender.from);
    if (!sender.trusted) {
      return refuse(log, PROBLEMS.untrusted, { from, call: isCallName(name) ? name : null });
    }
    if (!isCallName(name)) {
      return refuse(log, PROBLEMS.unknown, { from, kind: typeof name });
    }
    const call = CALLS[name];
    const read = readArgument(call, argument);
    if (!read.ok) return refuse(log, read.problem, { from, call: name, ...read.context });
    try {
      const handler = handlers[name] as (argument: unknown) => Promise<unknown>;
      return checkedAnswer(log, name, await handler(read.value));
    } catch (error) {
      return failed(log, name, error);
    }
  };
  // What JSON leaves out never reaches a window, and a front has no object to look through on its way.
  return async (name, argument, sender) => JSON.stringify(await answer(name, argument, sender));
}

function isCallName(name: unknown): name is CallName {
  return typeof name === 'string' && Object.hasOwn(CALLS, name);
}

type ReadArgument =
  | { ok: true; value: unknown }
  | { ok: false; problem: Problem; context: { bytes: number | null; issues?: string[] } };

/** Measures and checks the same text, so that nothing can look different the second time it is read. */
function readArgument(call: Call, argument: unknown): ReadArgument {
  const text = jsonText(argument);
  if (text === null) return { ok: false, problem: PROBLEMS.malformed, context: { bytes: null } };
  const bytes = Buffer.byteLength(text, 'utf8');
  if (bytes > call.maxBytes) return { ok: false, problem: PROBLEMS.oversize, context: { bytes } };
  const parsed = call.argument.safeParse(JSON.parse(text));
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, problem: PROBLEMS.malformed, context: { bytes, issues: issuesOf(parsed.error) } };
}

/** Null: JSON cannot carry it (a function, a cycle, nothing at all). */
function jsonText(value: unknown): string | null {
  try {
    return JSON.stringify(value) ?? null;
  } catch {
    return null;
  }
}

function checkedAnswer(log: DispatchLog, name: CallName, result: unknown): Checked {
  const parsed = CALLS[name].result.safeParse(result);
  if (!parsed.success) {
    log.note('result-malformed', { call: name, issues: issuesOf(parsed.error) });
    return { ok: false, problem: PROBLEMS.internal };
  }
  return { ok: true, value: parsed.data };
}

function refuse(log: DispatchLog, problem: Problem, context: Record<string, Json>): Refused {
  log.note('message-refused', { code: problem.code, ...context });
  return { ok: false, problem };
}

function failed(log: DispatchLog, name: CallName, error: unknown): Refused {
  const words = !CALLS[name].secret;
  if (error instanceof Failure) {
    log.note('call-failed', { call: name, code: error.code, cause: causeOf(error, words) });
    return { ok: false, problem: error.problem };
  }
  log.note('internal-error', { call: name, stack: stackOf(error, words) });
  return { ok: false, problem: PROBLEMS.internal };
}

function causeOf(failure: Failure, words: boolean): string | null {
  return failure.cause === undefined ? null : stackOf(failure.cause, words);
}

/** Where it was thrown. Its words are left out where they could repeat a secret. */
function stackOf(error: unknown, words: boolean): string {
  if (!(error instanceof Error)) return words ? clipped(String(error)) : typeof error;
  const stack = error.stack ?? '';
  const { message } = error;
  // The stack begins with the words, which can be many lines and can look like a place in a file.
  const at = message === '' ? -1 : stack.indexOf(message);
  const places = (at === -1 ? stack : stack.slice(at + message.length))
    .split('\n')
    .filter((line) => /^ {4}at /.test(line));
  return [words ? `${error.name}: ${message}` : error.constructor.name, ...places].join('\n');
}

/** Which rule of a shape was broken, and where. Values and unknown names are left out: they were sent. */
function issuesOf(error: z.ZodError): string[] {
  return error.issues.map(({ path, code }) => `${path.join('.')}: ${code}`);
}

function clipped(text: string): string {
  return text.length > NOTED_LENGTH ? `${text.slice(0, NOTED_LENGTH)}…` : text;
}
