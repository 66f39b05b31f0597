import { useEffect, useRef } from 'react';

/** How long somebody may pause in a word before it is handed on, in milliseconds. */
const PAUSE = 400;

interface Later {
  /** Does it after a pause; what waited before is dropped. */
  later(action: () => void): void;
  /** Does what waits at once: the person left the field. */
  now(): void;
}

/** Hands on what is typed while the person pauses, so that the way on opens without a further press. Nothing typed is lost. */
export function useLater(): Later {
  const waiting = useRef<{ timer: number; action: () => void } | null>(null);
  const now = () => {
    const due = waiting.current;
    if (due === null) return;
    window.clearTimeout(due.timer);
    waiting.current = null;
    due.action();
  };
  const latest = useRef(now);
  useEffect(() => () => latest.current(), []);
  return {
    later(action) {
      if (waiting.current !== null) window.clearTimeout(waiting.current.timer);
      waiting.current = { action, timer: window.setTimeout(now, PAUSE) };
    },
    now,
  };
}
