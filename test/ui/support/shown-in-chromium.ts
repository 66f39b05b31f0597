import { access } from 'node:fs/promises';
import { findBrowser } from '../../../main/fronts/chromium/find-browser.ts';
import { runInChromium } from '../../../main/fronts/chromium/run-in-chromium.ts';
import type { ShowWindow } from './shown-window.ts';

/** The real front of an installed browser; only its window is not on a screen. */
export const showInChromium: ShowWindow = async ({ folder: windowFolder, pageScript, program }, folder, opened) => {
  const browser = await findBrowser();
  if (browser === null) throw new Error('no browser is installed');
  await access(pageScript);
  const running = runInChromium({
    browser,
    places: { userFolder: folder, practiceFolder: folder, program },
    windowFolder,
    pageScript,
    headless: true,
    opened: ({ page }) => opened(page),
  });
  return {
    userFolder: folder,
    running,
    // With its last handlers, as when somebody closes it: without them it would count as lost and be opened again.
    close: (page) => page.close({ runBeforeUnload: true }),
  };
};
