/**
 * What Node is started with for a window: it clears up earlier, and keeps less room for short-lived rubbish than the 48 MB it would.
 * Without them everything works alike, with 40 MB more.
 */
export const NODE_FLAGS = ['--optimize-for-size', '--max-semi-space-size=1'];
