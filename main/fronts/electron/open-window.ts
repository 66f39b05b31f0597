import { join } from 'node:path';
import { BrowserWindow, screen } from 'electron';
import { CALL_NAMES } from '../../ipc/contract.ts';
import type { DispatchLog } from '../../ipc/engine-side.ts';
import type { Bounds } from '../window/window-bounds.ts';
import { START_PAGE } from './window-address.ts';
import { windowOptions } from './window-options.ts';
import { placeOn } from './window-place.ts';

/** Makes the window and begins to load its page; it is shown as soon as there is something to see. */
export function openWindow(bounds: Bounds, buildFolder: string, log: DispatchLog): BrowserWindow {
  const main = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== main.id);
  const window = new BrowserWindow({
    ...windowOptions({
      bounds: placeOn(
        bounds,
        [main, ...others].map(({ workArea }) => workArea),
      ),
      preload: join(buildFolder, 'electron', 'preload.cjs'),
      callNames: CALL_NAMES,
    }),
    // Windows takes the icon of the executable.
    ...(process.platform === 'win32' ? {} : { icon: join(buildFolder, 'icons', '256x256.png') }),
  });
  window.once('ready-to-show', () => window.show());
  window.loadURL(START_PAGE).catch((error) => {
    log.note('page-not-loaded', { error: String(error) });
    if (!window.isDestroyed()) window.show();
  });
  return window;
}
