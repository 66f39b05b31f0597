/** A window that is lost more often than this within one minute is not opened again. */
const MOST_LOSSES = 3;
const LOSS_WINDOW_MS = 60_000;

/** Counts windows that were lost; answers whether another one is to be opened. */
export function lossCounter(now: () => number = Date.now): () => 'open-again' | 'give-up' {
  const losses: number[] = [];
  return () => {
    losses.push(now());
    const recent = losses.filter((at) => now() - at < LOSS_WINDOW_MS);
    return recent.length > MOST_LOSSES ? 'give-up' : 'open-again';
  };
}
