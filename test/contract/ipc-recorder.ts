import { Answer, CALL_NAMES, type CallName } from '../../main/ipc/contract.ts';
import { createDispatcher, type Dispatch, type Handlers, type Sender } from '../../main/ipc/engine-side.ts';
import { RESULTS } from './ipc-samples.ts';

export const OWN_WINDOW = { trusted: true, from: 'app://wizard/' };
export const STRANGER = { trusted: false, from: 'https://stranger.invalid/' };

/** A dispatcher in front of handlers that only record what reached them. */
export interface Recorder {
  dispatch(name: unknown, argument: unknown, sender: Sender): Promise<Answer>;
  /** The same, as it travels. */
  dispatchText: Dispatch;
  /** Calls that reached a handler, with what it got. */
  done: { name: CallName; argument: unknown }[];
  noted: { event: string; context: Record<string, unknown> }[];
}

/** @param over handlers that do something else than answer with the sample */
export function recorder(over: Partial<Record<CallName, () => unknown>> = {}): Recorder {
  const done: Recorder['done'] = [];
  const noted: Recorder['noted'] = [];
  const handlers = Object.fromEntries(
    CALL_NAMES.map((name) => [
      name,
      async (argument: unknown) => {
        done.push({ name, argument });
        const other = over[name];
        return other === undefined ? RESULTS[name] : other();
      },
    ]),
  ) as unknown as Handlers;
  const log = { note: (event: string, context: Record<string, unknown>) => void noted.push({ event, context }) };
  const dispatchText = createDispatcher({ handlers, log });
  return {
    done,
    noted,
    dispatchText,
    dispatch: async (...message) => Answer.parse(JSON.parse(await dispatchText(...message))),
  };
}
