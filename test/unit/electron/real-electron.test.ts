import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTENT_SECURITY_POLICY } from '../../../main/fronts/window/content-security-policy.ts';
import { CALL_NAMES } from '../../../main/ipc/contract.ts';
import { electronForTests } from '../../setup/electron.ts';
import { REFUSED_ACTS, refusalOf } from '../../ui/support/refused-acts.ts';

/**
 * The built front in a real Electron. Where the only binary to be had is an older Electron, `support/old-electron` lies in its
 * `resources/app`; without a binary or a display this is not run, and says so.
 */
const found = await electronForTests();
const binary = found.binary ?? '';
const reason = found.binary === null ? `Electron: not run, ${found.reason}` : null;

describe.skipIf(reason !== null)(`the window in a real Electron${reason === null ? '' : ` (${reason})`}`, () => {
  let folder = '';
  let app: ElectronApplication;
  let page: Page;
  const state = () => join(folder, 'state');
  /** This process's, because the display may need more than its name; with settings of its own. */
  const surroundings = (): Record<string, string> => {
    const own = Object.entries(process.env).filter(([name]) => !name.startsWith('ELECTRON_'));
    return { ...(Object.fromEntries(own) as Record<string, string>), HOME: folder, XDG_STATE_HOME: state() };
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ucs-wizard-electron-test-'));
    await execa(process.execPath, ['scripts/build-window.mjs', join(folder, 'build')]);
    const asRoot = process.getuid?.() === 0;
    app = await _electron.launch({
      executablePath: binary,
      args: [...(asRoot ? ['--no-sandbox'] : []), join(folder, 'build', 'electron', 'main.cjs')],
      env: surroundings(),
      chromiumSandbox: !asRoot,
    });
    page = await app.firstWindow();
    await page.locator('h1').waitFor();
  });

  afterAll(async () => {
    await app?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('shows the first screen from its own scheme', async () => {
    expect(page.url()).toBe('app://wizard/');
    expect(await page.locator('h1').innerText()).not.toBe('');
  });

  it('gives the page the calls and nothing of Node or Electron', async () => {
    const world = await page.evaluate(() => ({
      keys: Object.keys((window as unknown as { ucs: object }).ucs).length,
      node: [typeof require, typeof process, typeof module],
      electron: 'electron' in window || 'ipcRenderer' in window,
    }));
    expect(world).toEqual({
      keys: CALL_NAMES.length + 2,
      node: ['undefined', 'undefined', 'undefined'],
      electron: false,
    });
  });

  it('carries code, sentence and next step of a refused call into the page', async () => {
    const problem = await page.evaluate(() =>
      (window as unknown as { ucs: { goTo(wrong: unknown): Promise<unknown> } }).ucs
        .goTo({ screen: 'nowhere' })
        .catch((error: object) => ({ ...error })),
    );
    expect(problem).toEqual({ code: 'message-malformed', message: expect.any(String), next: expect.any(String) });
  });

  it('has the sandbox and the isolation it was made with', async () => {
    const preferences = await app.evaluate(({ webContents }) => {
      const [own] = webContents.getAllWebContents() as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      }[];
      const { sandbox, contextIsolation, nodeIntegration, webSecurity } = own?.getLastWebPreferences() ?? {};
      return { sandbox, contextIsolation, nodeIntegration, webSecurity };
    });
    expect(preferences).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true });
  });

  it('runs no inline script, reaches no network, opens no window and stays where it is', async () => {
    const tried = await page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'document.body.dataset.inline = "ran"';
      document.body.append(script);
      const fetched = await fetch('https://example.invalid/').then(
        () => 'reached',
        () => 'refused',
      );
      const opened = window.open('app://wizard/');
      const notified = await Notification.requestPermission();
      location.href = 'https://example.invalid/';
      await new Promise((resolve) => setTimeout(resolve, 300));
      return { inline: document.body.dataset['inline'] ?? null, fetched, opened, notified, at: location.href };
    });
    expect(tried).toEqual({ inline: null, fetched: 'refused', opened: null, notified: 'denied', at: 'app://wizard/' });
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  it.for(REFUSED_ACTS)('under exactly the policy of the program, cannot %s', async ([, act, directive]) => {
    expect(await refusalOf(page, act)).toEqual({ directive, policy: CONTENT_SECURITY_POLICY });
    expect(await page.evaluate('globalThis.taken')).toBeUndefined();
  });

  it('answers no frame of the page: it finds no way to ask', async () => {
    const attached = page.waitForEvent('frameattached');
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement('iframe'), { srcdoc: '<p>frame</p>' }))`,
    );
    const frame = await attached;
    expect(await frame.evaluate('typeof globalThis.ucs')).toBe('undefined');
    await page.evaluate(`document.querySelector('iframe').remove()`);
  });

  it('cannot open the developer tools', async () => {
    await page.keyboard.press('F12');
    await page.keyboard.press('Control+Shift+I');
    const opened = await app.evaluate(({ webContents }) => {
      const [own] = webContents.getAllWebContents();
      own?.openDevTools();
      return own?.isDevToolsOpened();
    });
    expect(opened).toBe(false);
    expect(await app.evaluate(({ Menu }) => Menu.getApplicationMenu())).toBeNull();
  });

  it('prints itself as a PDF', async () => {
    const start = await app.evaluate(async ({ BrowserWindow }) => {
      const pdf = await BrowserWindow.getAllWindows()[0]?.webContents.printToPDF({ preferCSSPageSize: true });
      return pdf?.subarray(0, 5).toString();
    });
    expect(start).toBe('%PDF-');
  });

  it('a second start brings the first window to the front instead of opening another', async () => {
    const words = [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      join(folder, 'build', 'electron', 'main.cjs'),
    ];
    const { exitCode } = await execa(binary, words, {
      env: surroundings(),
      extendEnv: false,
      reject: false,
      timeout: 30_000,
    });
    expect(exitCode).toBe(0);
    expect(app.windows()).toHaveLength(1);
  });

  it('is made again after a crash and shows the same screen', async () => {
    const again = app.waitForEvent('window');
    await app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
    });
    page = await again;
    await page.locator('h1').waitFor();
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  it('ends when it is closed, and remembers where it stood', async () => {
    const ended = app.waitForEvent('close');
    // The connection goes with the process.
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()).catch(() => undefined);
    await ended;
    expect(existsSync(join(state(), 'ucs-remediation-wizard-practice', 'window', 'window.json'))).toBe(true);
  });
});
