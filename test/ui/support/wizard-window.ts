import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { findBrowser } from '../../../main/fronts/chromium/find-browser.ts';
import type { WindowApi } from '../../../main/ipc/contract.ts';
import type { Screen, Settings, WizardSnapshot } from '../../../main/ipc/wizard-snapshot.ts';
import { electronForTests } from '../../setup/electron.ts';
import { showInChromium } from './shown-in-chromium.ts';
import { showInElectron } from './shown-in-electron.ts';
import type { Built, ShownWindow } from './shown-window.ts';

/** Whether the window is shown in a real Electron instead of in an installed browser: the layer `ui-electron` runs the same tests. */
export const inElectron = process.env['UCS_TEST_FRONT'] === 'electron';

const electron = inElectron ? await electronForTests() : null;

/** Why these tests cannot run here, for `describe.skipIf`; false where they can. */
export const noBrowser: string | false =
  electron === null ? await whyNoBrowser() : electron.binary === null && electron.reason;

async function whyNoBrowser(): Promise<string | false> {
  return (await findBrowser()) === null
    ? 'no Chromium, Chrome or Edge is installed (Debian: apt-get install chromium)'
    : false;
}

/** The wizard as a person meets it: a real front, the real engine, a real helper. */
export class WizardWindow {
  /** What went wrong in the page and was not meant for the person: errors of scripts, refused files. */
  readonly complaints: string[] = [];
  private current: Page | null = null;
  private shown: ShownWindow | null = null;
  private waiting: ((page: Page) => void)[] = [];

  private constructor(
    readonly folder: string,
    private readonly built: Built,
  ) {}

  /** Opens it. The same `folder` shows the same wizard, as after the program was started again. */
  static async open(built: Built, folder?: string): Promise<WizardWindow> {
    const window = new WizardWindow(folder ?? (await mkdtemp(join(tmpdir(), 'wizard-window-'))), built);
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

  /** Changes settings as the preferences do, where choosing them by hand is not what is tested. */
  async settle(change: Partial<Settings>): Promise<void> {
    await this.page.evaluate(
      (given) => (globalThis as unknown as { ucs: WindowApi }).ucs.saveSettings(given),
      change as Settings,
    );
    if (change.language !== undefined) await this.page.locator(`html[lang="${change.language}"]`).waitFor();
    if (change.theme !== undefined && change.theme !== 'system') {
      await this.page.locator(`html[data-theme="${change.theme}"]`).waitFor();
    }
  }

  /** Waits until the window itself shows a screen, with its heading. */
  async shows(screen: Screen): Promise<void> {
    await this.page.locator(`html[data-screen="${screen}"] h1`).waitFor();
  }

  /** What the program noted about itself. */
  async log(): Promise<string> {
    return readFile(join(this.shown?.userFolder ?? this.folder, 'log', 'engine.jsonl'), 'utf8');
  }

  /** Closes it as a person does, and waits until the program behind it has ended. */
  async close(): Promise<void> {
    if (this.current !== null) await this.shown?.close(this.current);
    await this.shown?.running;
    this.current = null;
  }

  /** Closes it and removes what it kept. */
  async leave(): Promise<void> {
    await this.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async start(): Promise<void> {
    const binary = electron?.binary ?? null;
    const show = binary === null ? showInChromium : showInElectron(binary);
    const first = this.nextPage();
    this.shown = await show(this.built, this.folder, (page) => this.opened(page));
    const ended = this.shown.running.then(() => Promise.reject(new Error('the window closed at once')));
    // A window that does not open must fail the test, not leave it waiting.
    await Promise.race([first, ended]);
    await this.page.locator('h1').waitFor();
  }

  private opened(page: Page): void {
    this.current = page;
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.complaints.push(message.text());
    });
    for (const resolve of this.waiting.splice(0)) resolve(page);
  }
}
