import { access, constants, readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { findBrowser } from '../chromium/find-browser.ts';

export const FRONTS = ['electron', 'chromium', 'terminal'] as const;
export type Front = (typeof FRONTS)[number];

/** The front that is used, why, and the program it needs. */
export type FrontChoice =
  | { front: 'electron'; because: string; electron: string }
  | { front: 'chromium'; because: string; browser: string }
  | { front: 'terminal'; because: string };

/** Why a front that was asked for cannot be used. */
export interface FrontNotPossible {
  front: null;
  because: string;
}

/** What decides, as far as it is not on disk. */
export interface FrontCircumstances {
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  /** Root of the checkout, absolute: where a downloaded Electron would lie. */
  checkout: string;
  /** Whether Electron was tried and could not open its window. */
  electronFailed?: boolean;
}

/** Electron where its binary is there, else an installed browser, else the terminal. A wish is followed or refused, never replaced. */
export async function chooseFront(
  wanted: Front | null,
  circumstances: FrontCircumstances,
): Promise<FrontChoice | FrontNotPossible> {
  if (wanted === 'terminal') return { front: 'terminal', because: 'it was asked for' };
  const asked = 'it was asked for';
  if (!hasDisplay(circumstances)) {
    const because = 'there is no display';
    return wanted === null ? { front: 'terminal', because } : { front: null, because };
  }
  const { electronFailed = false } = circumstances;
  const electron = wanted === 'chromium' || electronFailed ? null : await findElectron(circumstances);
  if (electron !== null)
    return { front: 'electron', because: wanted === null ? 'its binary is here' : asked, electron };
  if (wanted === 'electron') {
    return { front: null, because: 'no Electron binary is here (see ELECTRON_OVERRIDE_DIST_PATH in the README)' };
  }
  const browser = await findBrowser();
  if (browser !== null) {
    const missing = electronFailed ? 'Electron could not open its window' : 'no Electron binary is here';
    const because = wanted === null ? `${missing}, and ${browser} is installed` : asked;
    return { front: 'chromium', because, browser };
  }
  const because = electronFailed
    ? 'Electron could not open its window, and no browser of the Chromium family is here'
    : 'neither Electron nor a browser of the Chromium family is here';
  return wanted === null ? { front: 'terminal', because } : { front: null, because };
}

function hasDisplay({ env, platform }: FrontCircumstances): boolean {
  if (platform === 'win32' || platform === 'darwin') return true;
  return [env['DISPLAY'], env['WAYLAND_DISPLAY']].some((display) => display !== undefined && display !== '');
}

/** The binary of Electron: from the folder the person names, else where its package would have put it. */
export async function findElectron({ env, checkout }: FrontCircumstances): Promise<string | null> {
  const named = env['ELECTRON_OVERRIDE_DIST_PATH'];
  const folder = named !== undefined && isAbsolute(named) ? named : join(checkout, 'node_modules', 'electron', 'dist');
  const binary = join(folder, (await binaryName(checkout)) ?? 'electron');
  try {
    await access(binary, constants.X_OK);
    return binary;
  } catch {
    return null;
  }
}

/** The package writes down what its binary is called on this system once it has downloaded it. */
async function binaryName(checkout: string): Promise<string | null> {
  try {
    return (await readFile(join(checkout, 'node_modules', 'electron', 'path.txt'), 'utf8')).trim();
  } catch {
    return process.platform === 'win32' ? 'electron.exe' : null;
  }
}
