import { CALL_NAMES } from '../../ipc/contract.ts';
import { EngineLog } from '../../ipc/engine/engine-log.ts';
import { createWizard, type WizardPlaces } from '../../ipc/engine/wizard.ts';
import { createDispatcher } from '../../ipc/engine-side.ts';
import { lossCounter } from '../window/losses.ts';
import { loadBounds, saveBounds } from '../window/window-bounds.ts';
import { readWindowFiles } from '../window/window-files.ts';
import { type ChromiumWindow, openChromiumWindow } from './chromium-window.ts';

export interface RunInChromiumOptions {
  browser: string;
  places: WizardPlaces;
  /** Folder of the built window, and the script that gives its page the API. */
  windowFolder: string;
  pageScript: string;
  headless?: boolean;
  /** Called with every window that opens. */
  opened?(window: ChromiumWindow): void;
}

/**
 * Shows the wizard in an installed browser until the person closes it. A window that crashes or is killed is opened again and
 * shows the same screen: everything it showed is held here. Throws when the browser cannot be started.
 */
export async function runInChromium(options: RunInChromiumOptions): Promise<void> {
  const { places } = options;
  const log = new EngineLog(places.userFolder);
  const sandboxed = process.getuid?.() !== 0;
  const open: { window: ChromiumWindow | null } = { window: null };
  const wizard = await createWizard(
    {
      kind: 'chromium',
      sandboxed,
      pdf: async () => {
        if (open.window === null) throw new TypeError('there is no window to print');
        return open.window.page.pdf({ preferCSSPageSize: true, printBackground: true });
      },
    },
    places,
    log,
  );
  const dispatch = createDispatcher({ handlers: wizard.handlers, log });
  const files = await readWindowFiles(options.windowFolder);
  const countLoss = lossCounter();
  try {
    for (;;) {
      open.window = await openChromiumWindow({
        browser: options.browser,
        sandboxed,
        files,
        pageScript: options.pageScript,
        dispatch,
        onPush: wizard.onPush,
        bounds: await loadBounds(places.userFolder),
        ...(options.headless === undefined ? {} : { headless: options.headless }),
      });
      log.note('window-opened', { calls: CALL_NAMES.length, sandboxed });
      options.opened?.(open.window);
      const gone = await open.window.gone;
      open.window = null;
      log.note('window-gone', { how: gone.how });
      if (gone.how === 'closed') {
        await saveBounds(places.userFolder, gone.bounds).catch((error) =>
          log.note('bounds-not-kept', { error: String(error) }),
        );
        return;
      }
      if (countLoss() === 'give-up') throw new Error('the window was lost again and again');
    }
  } finally {
    await wizard.closing();
  }
}
