import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { inject } from 'vitest';
import { findBrowser } from '../../../main/fronts/chromium/find-browser.ts';
import { runInChromium } from '../../../main/fronts/chromium/run-in-chromium.ts';
import type { WindowApi } from '../../../main/ipc/contract.ts';
import type { Screen, WizardSnapshot } from '../../../main/ipc/wizard-snapshot.ts';

/** Why these tests cannot run here, for `describe.skipIf`; false where they can. */
export const noBrowser: string | false =
  (await findBrowser()) === null
    ? 'no Chromium, Chrome or Edge is installed (Debian: apt-get install chromium)'
    : false;

/** The wizard as a person meets it: the real front, the real engine, a real helper; only the window is not on a screen. */
export class WizardWindow {
  private current: Page | null = null;
  private waiting: ((page: Page) => void)[] = [];
  private running: Promise<void> = Promise.resolve();

  private constructor(readonly folder: string) {}

  /** Opens it. The same `folder` shows the same wizard, as after the program was started again. */
  static async open(folder?: string): Promise<WizardWindow> {
    const window = new WizardWindow(folder ?? (await mkdtemp(join(tmpdir(), 'wizard-window-'))));
    await window.start();
    return window;
  }

  /** The page that is shown now; after a crash it is another one. */
  get page(): Page {
    if (this.current === null) throw new Error('no window is open');
    return this.current;
  }

  /** Resolves with the next page that is opened. */
  nextPage(): Promise<Page> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  async snapshot(): Promise<WizardSnapshot> {
    return this.page.evaluate(() => (globalThis as unknown as { ucs: WindowApi }).ucs.snapshot(null));
  }

  /** Waits until the window itself shows a screen, with its heading. */
  async shows(screen: Screen): Promise<void> {
    await this.page.locator(`html[data-screen="${screen}"] h1`).waitFor();
  }

  /** Closes it as a person does, and waits until the program behind it has ended. */
  async close(): Promise<void> {
    // With its last handlers, as when somebody closes it: without them it would count as lost and be opened again.
    await this.current?.close({ runBeforeUnload: true });
    await this.running;
    this.current = null;
  }

  /** Closes it and removes what it kept. */
  async leave(): Promise<void> {
    await this.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async start(): Promise<void> {
    const browser = await findBrowser();
    if (browser === null) throw new Error('no browser is installed');
    const { folder, pageScript } = inject('window');
    await access(pageScript);
    const first = this.nextPage();
    this.running = runInChromium({
      browser,
      places: { userFolder: this.folder, practiceFolder: this.folder, program: inject('program') },
      windowFolder: folder,
      pageScript,
      headless: true,
      opened: ({ page }) => {
        this.current = page;
        for (const resolve of this.waiting.splice(0)) resolve(page);
      },
    });
    // A window that does not open must fail the test, not leave it waiting.
    await Promise.race([first, this.running.then(() => Promise.reject(new Error('the window closed at once')))]);
    await this.page.locator('h1').waitFor();
  }
}
