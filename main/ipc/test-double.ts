import { CALL_NAMES, CALLS, type CallName, Push, type WindowApi } from './contract.ts';
import { createDispatcher, type Handlers } from './engine-side.ts';
import { windowApi } from './window-side.ts';

/** A window's API for tests of the window alone. The contract is checked as the real engine checks it. */
export interface WindowApiDouble {
  api: WindowApi;
  /** Pushes to the window; throws when the push is not of the contract's shape. */
  push(push: Push): void;
  /** What an engine would have written to its log: refused messages, malformed results, errors. */
  noted: { event: string; context: Record<string, unknown> }[];
}

/**
 * Makes the double from the handlers a test needs. A call without a handler fails with `internal-error`.
 * @param paths paths of files by their name, for `pathOf`
 */
export function windowApiDouble(
  handlers: Partial<Handlers>,
  paths: Readonly<Record<string, string>> = {},
): WindowApiDouble {
  const noted: WindowApiDouble['noted'] = [];
  const listeners = new Set<(push: Push) => void>();
  const dispatch = createDispatcher({
    handlers: { ...handlersThatFail(), ...handlers },
    log: { note: (event, context) => noted.push({ event, context }) },
  });
  const sender = { trusted: true, from: 'test double' };
  return {
    noted,
    push(push) {
      const checked = Push.parse(push);
      for (const listener of listeners) listener(structuredClone(checked));
    },
    api: windowApi(
      CALL_NAMES,
      (name, argument) => dispatch(name, argument, sender),
      (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      async (file) => paths[file.name] ?? null,
    ),
  };
}

function handlersThatFail(): Handlers {
  const failing = Object.keys(CALLS).map((name) => [name, () => Promise.reject(noHandler(name as CallName))]);
  return Object.fromEntries(failing);
}

function noHandler(name: CallName): Error {
  return new Error(`this test gave no handler for ${name}`);
}
