/**
 * What Node is started with for a window: a window's engine makes little short-lived rubbish, and Node would keep up to 48 MB for it.
 * Without it everything works alike, with more memory.
 */
export const NODE_FLAGS = ['--max-semi-space-size=2'];
