/** Both sides say `alive` this often. */
export const ALIVE_EVERY_MS = 1_000;

/** After this long without a word the helper takes the front for dead and stops before its next step. */
export const SILENCE_MS = 10_000;

/** A helper that was started and has not connected after this long is not coming. */
export const COME_WITHIN_MS = 60_000;
