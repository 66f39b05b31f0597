import type { Problem } from '../model/failure.ts';
import type { Answer, CallName, Push, WindowApi } from './contract.ts';

/** Brings one message to the engine, and the text of its answer back. */
export type Invoke = (name: string, argument: unknown) => Promise<string>;

const NO_ANSWER: Problem = {
  code: 'no-answer',
  message: 'The program behind the window does not answer.',
  next: 'Close the window and start the program again. It goes on where it was.',
};

/**
 * The object a window gets, with one method for each name. A refused or failed call rejects with a plain
 * `{code, message, next}`: a front may carry the rejection into another world of scripts, where an `Error` loses its code.
 * Only types are imported, so that this can be bundled for a page that has no Node.
 */
export function windowApi(
  names: readonly string[],
  invoke: Invoke,
  onPush: (listener: (push: Push) => void) => () => void,
  pathOf: (file: File) => Promise<string | null>,
): WindowApi {
  const calls = {} as { [Name in CallName]: WindowApi[Name] };
  for (const name of names) calls[name as CallName] = (argument: unknown) => ask(invoke, name, argument);
  return Object.freeze({ ...calls, onPush, pathOf });
}

async function ask(invoke: Invoke, name: string, argument: unknown): Promise<never> {
  const answer = await invoke(name, argument).then(
    (text) => JSON.parse(text) as Answer,
    (): Answer => ({ ok: false, problem: NO_ANSWER }),
  );
  if (answer.ok) return answer.value as never;
  const { code, message, next } = answer.problem;
  throw { code, message, next };
}
