import type { Page } from 'playwright-core';

/** What was built: the program, the window's folder, and the script that gives its page the API. All absolute. */
export interface Built {
  program: string;
  folder: string;
  pageScript: string;
}

/** A front that shows the wizard. One implementation for an installed browser, one for Electron. */
export interface ShownWindow {
  /** Where the wizard keeps its settings and its log; absolute. */
  readonly userFolder: string;
  /** Resolves when the program behind the window has ended, rejects when it failed. */
  readonly running: Promise<void>;
  /** Closes the window as a person does. */
  close(page: Page): Promise<void>;
}

/**
 * Shows the wizard of a folder. `opened` gets each page that is opened, the first one too: after a crash there is another.
 */
export type ShowWindow = (built: Built, folder: string, opened: (page: Page) => void) => Promise<ShownWindow>;
