// A look at the window by eye: the built window in Debian's Chromium, on the real engine and a practice instrument.
// node test/ui/support/preview.mjs FOLDER-OF-THE-BUILT-WINDOW FOLDER-FOR-PICTURES SCENARIO [key=value ...]
// Keys: role, language, theme, size (1280x1024), zoom (1 or 2), axe (yes or no), screens (welcome,look,...)
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';

const ORIGIN = 'https://app.invalid';
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'none'; connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css' };

/**
 * Opens the window on a fresh engine. `close` ends everything and removes what was written.
 *
 * @param {{ window: string, size?: string, zoom?: number }} options
 */
export async function openPreview({ window, size = '1280x1024', zoom = 1 }) {
  const folder = await mkdtemp(join(tmpdir(), 'preview-'));
  const engine = await bundledEngine(folder);
  const [width, height] = size.split('x').map(Number);
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    chromiumSandbox: process.getuid?.() !== 0,
  });
  const context = await browser.newContext({
    viewport: { width: Math.round(width / zoom), height: Math.round(height / zoom) },
    deviceScaleFactor: zoom,
  });
  const page = await context.newPage();
  const said = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  await page.route('**/*', (route) => answer(route, window));
  await page.exposeBinding('previewCall', (_, name, argument) => engine.call(name, argument));
  await page.addInitScript(provideApi, engine.names);
  engine.onPush((push) => void page.evaluate((each) => globalThis.previewPush?.(each), push).catch(() => undefined));
  await page.goto(`${ORIGIN}/index.html`);
  await page.locator('h1').waitFor();
  return {
    page,
    engine,
    said,
    async close() {
      await browser.close();
      await engine.closing();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function bundledEngine(folder) {
  await build({
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'error',
    define: { PROGRAM_VERSION: JSON.stringify('0.0.0-preview') },
    entryPoints: { engine: 'test/ui/support/preview-engine.ts', 'ucs-remedy': 'main/fronts/cli/main.ts' },
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    external: ['koffi'],
  });
  const { startEngine } = await import(pathToFileURL(join(folder, 'engine.cjs')).href);
  return startEngine(folder, join(folder, 'ucs-remedy.cjs'));
}

async function answer(route, window) {
  const { origin, pathname } = new URL(route.request().url());
  const path = normalize(pathname);
  if (origin !== ORIGIN || path.includes('..')) return route.abort();
  try {
    const body = await readFile(join(window, path));
    const headers = {
      'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
      'content-security-policy': POLICY,
    };
    return route.fulfill({ body, headers });
  } catch {
    return route.abort();
  }
}

/** Runs in the page, before any script of it. */
function provideApi(names) {
  const listeners = new Set();
  globalThis.previewPush = (push) => {
    for (const listener of listeners) listener(push);
  };
  const api = {
    onPush(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pathOf: async () => null,
  };
  for (const name of names) {
    api[name] = async (argument) => {
      const answered = await globalThis.previewCall(name, argument);
      if (answered.ok) return answered.value;
      throw answered.problem;
    };
  }
  globalThis.ucs = Object.freeze(api);
}

/** Every finding of axe on what is shown now, as lines. */
export async function axeFindings(page) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`),
  );
}

/** A picture of the whole page, with the bar at its end, as somebody sees it who has a screen that tall. */
export async function wholePage(page, path) {
  const before = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ ...before, height: Math.max(before.height, height) });
  await page.screenshot({ path });
  await page.setViewportSize(before);
}

async function main([window, pictures, scenario, ...given]) {
  const {
    role = 'lab',
    language = 'en',
    theme = 'light',
    size,
    zoom = '1',
    axe = 'yes',
    screens,
  } = Object.fromEntries(given.map((each) => each.split('=')));
  const wanted = screens?.split(',') ?? ['welcome', 'look', 'instrument', 'verdict'];
  const preview = await openPreview({ window, zoom: Number(zoom), ...(size === undefined ? {} : { size }) });
  const { page, engine, said } = preview;
  await mkdir(pictures, { recursive: true });
  try {
    await engine.call('saveSettings', { role, language, theme, name: 'Kim Lab', site: 'Example Institute' });
    await page.waitForTimeout(300);
    const name = [scenario, role, language, theme, size ?? '1280x1024', `x${zoom}`].join('_');
    for (const screen of wanted) {
      if (screen === 'look') {
        await engine.call('chooseMachine', { practice: scenario });
        await engine.call('look', null);
        await page.waitForTimeout(1500);
      } else if (screen !== 'welcome') {
        const answered = await engine.call('goTo', { screen });
        if (!answered.ok) throw new Error(answered.problem.message);
      }
      await page.waitForTimeout(300);
      const heading = await page.evaluate(() => document.activeElement?.textContent);
      const sideways = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      console.log(`${screen}: title "${await page.title()}", focus "${heading}", sideways ${sideways}`);
      await wholePage(page, join(pictures, `${name}_${screen}.png`));
      if (axe === 'yes') for (const finding of await axeFindings(page)) console.log(`  axe: ${finding}`);
    }
  } finally {
    for (const line of said) console.log(`  console: ${line}`);
    await preview.close();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await main(process.argv.slice(2));
