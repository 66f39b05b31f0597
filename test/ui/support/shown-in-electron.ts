import { dirname, join } from 'node:path';
import { _electron } from 'playwright-core';
import type { ShowWindow } from './shown-window.ts';

/** Nothing of the person who runs the tests but what a window needs: the display and what belongs to it. */
function surroundings(folder: string): Record<string, string> {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('ELECTRON_'));
  return { ...(Object.fromEntries(own) as Record<string, string>), HOME: folder, XDG_STATE_HOME: folder };
}

/** The built front in a real Electron, on a real display. */
export function showInElectron(binary: string): ShowWindow {
  return async (built, folder, opened) => {
    const asRoot = process.getuid?.() === 0;
    const app = await _electron.launch({
      executablePath: binary,
      args: [...(asRoot ? ['--no-sandbox'] : []), join(dirname(built.folder), 'electron', 'main.cjs')],
      env: surroundings(folder),
      chromiumSandbox: !asRoot,
    });
    const ended = new Promise<void>((resolve) => app.once('close', () => resolve()));
    app.on('window', opened);
    for (const page of app.windows()) opened(page);
    return {
      userFolder: join(folder, 'ucs-remediation-wizard-practice', 'window'),
      running: ended,
      async close() {
        // The connection can go with the process before the answer comes.
        await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()).catch(() => undefined);
      },
    };
  };
}
