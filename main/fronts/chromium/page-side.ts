import type { Push } from '../../ipc/contract.ts';
import { windowApi } from '../../ipc/window-side.ts';

/** What the front put into the page before this script runs. */
interface Bindings {
  /** Answers with the text of an `Answer`. */
  ucsCall(name: string, argument: unknown): Promise<string>;
  ucsPathOfPicked(): Promise<string | null>;
  ucsLeaving(bounds: { x: number; y: number; width: number; height: number }): Promise<void>;
  ucsCallNames: readonly string[];
  /** The file whose path is being asked for; read by the front through the debugging pipe. */
  ucsPicked?: File;
  /** Called by the front with the text of every push. */
  ucsPush?: (push: string) => void;
}

const page = window as unknown as Bindings;
const { ucsCall, ucsPathOfPicked, ucsLeaving } = page;
const listeners = new Set<(push: Push) => void>();
page.ucsPush = (text) => {
  const push = JSON.parse(text) as Push;
  for (const listener of listeners) listener(push);
};

let asking: Promise<unknown> = Promise.resolve();
/** One file after the other: the front finds it under one name. */
function pathOf(file: File): Promise<string | null> {
  const answer = asking.then(async () => {
    page.ucsPicked = file;
    try {
      return await ucsPathOfPicked();
    } finally {
      delete page.ucsPicked;
    }
  });
  asking = answer.catch(() => undefined);
  return answer;
}

const api = windowApi(
  page.ucsCallNames,
  ucsCall,
  (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  pathOf,
);
Object.defineProperty(window, 'ucs', { value: Object.freeze(api) });

// A window that is closed says so; one that crashed cannot, and is opened again.
window.addEventListener('pagehide', () => {
  void ucsLeaving({ x: window.screenX, y: window.screenY, width: window.outerWidth, height: window.outerHeight });
});
