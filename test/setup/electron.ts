import { fileURLToPath } from 'node:url';
import { findElectron } from '../../main/fronts/start/choose-front.ts';

/** Where tests of the window find a real Electron, or why none of them is run in one: for summaries. */
export type ElectronForTests = { binary: string } | { binary: null; reason: string };

/** Looks for a binary as `npm start` does, and for a display to open windows on. */
export async function electronForTests(): Promise<ElectronForTests> {
  const checkout = fileURLToPath(new URL('../..', import.meta.url));
  const binary = await findElectron({ env: process.env, platform: process.platform, checkout });
  if (binary === null) return { binary: null, reason: 'no binary' };
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return { binary: null, reason: 'no display' };
  return { binary };
}
