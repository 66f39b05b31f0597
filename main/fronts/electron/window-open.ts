/** What the Electron front writes to its output once it has a window: an end before that was no end of a person's work. */
export const WINDOW_OPEN = 'The window is open.';
