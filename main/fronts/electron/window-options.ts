import type { BrowserWindowConstructorOptions } from 'electron';
import type { Bounds } from '../window/window-bounds.ts';
import { callNamesArgument } from './call-names.ts';

/** Nothing of a page is kept on disk: a partition without the prefix `persist:` lives in memory. */
export const PARTITION = 'wizard';

export interface WindowOptionsInput {
  bounds: Bounds;
  /** Absolute path of the preload script. */
  preload: string;
  callNames: readonly string[];
}

/**
 * Everything a window is made with. Also what is the default today is said, because defaults have changed before; a test holds
 * this against the list in Electron's security guide.
 */
export function windowOptions({ bounds, preload, callNames }: WindowOptionsInput): BrowserWindowConstructorOptions {
  const { x, y, width, height } = bounds;
  return {
    title: 'UCS Remediation Wizard',
    width,
    height,
    ...(x === null || y === null ? { center: true } : { x, y }),
    // A panel of 1024x768 has a task bar; with 200 % zoom the page still works in this.
    minWidth: 800,
    minHeight: 560,
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      additionalArguments: [callNamesArgument(callNames)],
      partition: PARTITION,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      plugins: false,
      navigateOnDragDrop: false,
      devTools: false,
      // A spelling dictionary would be fetched from the network, and would read what is typed.
      spellcheck: false,
      webgl: false,
      // A run goes on while another window covers this one, and its progress must be right when it is looked at.
      backgroundThrottling: false,
    },
  };
}
