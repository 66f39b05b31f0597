import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page, Request, Route } from 'playwright-core';
import { CALL_NAMES, type Push } from '../../ipc/contract.ts';
import type { Dispatch } from '../../ipc/engine-side.ts';
import { WINDOW_HEADERS } from '../window/content-security-policy.ts';
import type { Bounds } from '../window/window-bounds.ts';
import type { WindowFiles } from '../window/window-files.ts';
import { pickedFilePath } from './picked-file.ts';
import { steeringLibrary } from './steering-library.ts';

/** No name of the real network: `.invalid` never resolves, and nothing is asked anyway. */
export const WINDOW_ORIGIN = 'https://wizard.invalid';

export interface ChromiumWindowOptions {
  /** Absolute path of the browser. */
  browser: string;
  /** The browser's own sandbox; it does not work for root. */
  sandboxed: boolean;
  files: WindowFiles;
  /** Absolute path of the script that gives the page its API. */
  pageScript: string;
  dispatch: Dispatch;
  onPush(listener: (push: Push) => void): () => void;
  bounds: Bounds;
  /** Without a window on the screen, for tests. */
  headless?: boolean;
}

/** A window that is open. */
export interface ChromiumWindow {
  readonly page: Page;
  /** Resolves when it is gone: closed by the person (with where it stood), or lost in a crash. */
  readonly gone: Promise<{ how: 'closed'; bounds: Bounds } | { how: 'lost' }>;
  close(): Promise<void>;
}

/**
 * Opens the window in an installed browser, steered over a pipe: no port is opened, and every request but those for the window's
 * own files is refused. Throws the error of the browser when it cannot be started.
 */
export async function openChromiumWindow(options: ChromiumWindowOptions): Promise<ChromiumWindow> {
  const profile = await mkdtemp(join(tmpdir(), 'ucs-wizard-window-'));
  const forget = () => rm(profile, { recursive: true, force: true, maxRetries: 5 });
  let context: BrowserContext;
  try {
    context = await launch(profile, options);
  } catch (error) {
    await forget();
    throw error;
  }
  let leaving: Bounds | null = null;
  const gone = new Promise<Awaited<ChromiumWindow['gone']>>((resolve) => {
    context.once('close', () => {
      resolve(leaving === null ? { how: 'lost' } : { how: 'closed', bounds: leaving });
    });
  }).then(async (how) => {
    await forget();
    return how;
  });
  const [page = await context.newPage()] = context.pages();
  // A browser that is going can refuse anything: what is asked of it then is not needed any more.
  const whileThere = (work: Promise<unknown>) => void work.catch(() => undefined);
  // A page that opens another one is not ours.
  context.on('page', (other) => whileThere(other.close()));
  // Without its page the browser has nothing to show; a crashed page is shown anew in another window.
  page.on('crash', () => whileThere(context.close()));
  page.on('close', () => whileThere(context.close()));
  page.on('dialog', (dialog) => whileThere(dialog.dismiss()));
  await context.route('**/*', (route) => whileThere(answerRequest(route, page, options.files)));
  await giveApi(context, page, options, (bounds) => {
    leaving = bounds;
  });
  const stopPushing = options.onPush((push) => {
    // As text: the library looks at every part of an object several times on its way. A page that is just being loaded asks for the whole snapshot by itself.
    page
      .evaluate((text) => (window as unknown as PushedPage).ucsPush?.(text), JSON.stringify(push))
      .catch(() => undefined);
  });
  context.once('close', stopPushing);
  page.on('load', () => {
    leaving = null;
  });
  await page.goto(`${WINDOW_ORIGIN}/`, { waitUntil: 'commit' });
  return { page, gone, close: () => context.close() };
}

interface PushedPage {
  ucsPush?: (push: string) => void;
}

function launch(profile: string, { browser, sandboxed, bounds, headless = false }: ChromiumWindowOptions) {
  return steeringLibrary().launchPersistentContext(profile, {
    executablePath: browser,
    headless,
    chromiumSandbox: sandboxed,
    viewport: headless ? { width: bounds.width, height: bounds.height } : null,
    acceptDownloads: false,
    serviceWorkers: 'block',
    permissions: [],
    // Playwright's own handlers would end this process in the middle of a step.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      // Without a page of its own the browser shows an error page first.
      '--app=data:text/html,<title>UCS Remediation Wizard</title>',
      `--window-size=${bounds.width},${bounds.height}`,
      ...(bounds.x === null || bounds.y === null ? [] : [`--window-position=${bounds.x},${bounds.y}`]),
      '--host-resolver-rules=MAP * ~NOTFOUND',
      // Else a bar over the page says that stability and security will suffer from the line above, which takes the network away.
      '--test-type',
      '--no-proxy-server',
      '--webrtc-ip-handling-policy=disable_non_proxied_udp',
      '--disable-extensions',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-default-apps',
      '--disable-sync',
      '--disable-translate',
      '--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication',
      '--no-default-browser-check',
      '--no-first-run',
    ],
  });
}

/** Own files are answered from memory; whatever else a page asks for does not exist. */
async function answerRequest(route: Route, page: Page, files: WindowFiles): Promise<void> {
  const request = route.request();
  const url = new URL(request.url());
  const file = url.origin === WINDOW_ORIGIN && request.method() === 'GET' ? files.get(url.pathname) : undefined;
  if (file !== undefined) {
    await route.fulfill({
      status: 200,
      headers: { ...WINDOW_HEADERS, 'content-type': file.contentType },
      body: file.body,
    });
    return;
  }
  // 204 leaves the page where it is; any other answer would show the browser's own error page in its place.
  await (navigates(page, request) ? route.fulfill({ status: 204 }) : route.abort());
}

/** Whether a request would put something else in the place of the page. */
function navigates(page: Page, request: Request): boolean {
  if (!request.isNavigationRequest()) return false;
  try {
    return request.frame() === page.mainFrame();
  } catch {
    // A window that is only being opened has no frame yet. Left without an answer it would stay, unseen by the handler that closes it.
    return false;
  }
}

async function giveApi(
  context: BrowserContext,
  page: Page,
  { dispatch, pageScript }: ChromiumWindowOptions,
  left: (bounds: Bounds) => void,
): Promise<void> {
  const isOurs = (source: { page: Page; frame: { url(): string } }) =>
    source.page === page && source.frame === page.mainFrame() && source.frame.url().startsWith(`${WINDOW_ORIGIN}/`);
  await context.exposeBinding('ucsCall', (source, name: unknown, argument: unknown) =>
    dispatch(name, argument, { trusted: isOurs(source), from: source.frame.url() }),
  );
  await context.exposeBinding('ucsPathOfPicked', (source) => (isOurs(source) ? pickedFilePath(context, page) : null));
  await context.exposeBinding('ucsLeaving', (source, bounds: Bounds) => {
    if (isOurs(source)) left(bounds);
  });
  await context.addInitScript(`globalThis.ucsCallNames = ${JSON.stringify(CALL_NAMES)};`);
  await context.addInitScript(await readFile(pageScript, 'utf8'));
}
