import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { findBrowser } from '../../main/fronts/chromium/find-browser.ts';
import { runInChromium } from '../../main/fronts/chromium/run-in-chromium.ts';
import type { WindowApi } from '../../main/ipc/contract.ts';

const CALLS = 200;
const CHANGES = 40;
const MIB = 1024 * 1024;

interface Measured {
  what: string;
  value: number;
  /** Null: a yardstick, which has none. */
  budget: number | null;
  unit: string;
}

declare global {
  var ucs: WindowApi;
}

/** Round trips of a call that brings everything there is to show, in milliseconds. */
async function roundTrips(calls: number): Promise<number[]> {
  const times: number[] = [];
  for (let call = 0; call < calls; call += 1) {
    const begun = performance.now();
    await globalThis.ucs.snapshot(null);
    times.push(performance.now() - begun);
  }
  return times;
}

/** The same with nothing behind it: what the library and the browser take for themselves on this machine. */
async function emptyRoundTrips(calls: number): Promise<number[]> {
  const { nothing } = globalThis as unknown as { nothing(): Promise<null> };
  const times: number[] = [];
  for (let call = 0; call < calls; call += 1) {
    const begun = performance.now();
    await nothing();
    times.push(performance.now() - begun);
  }
  return times;
}

/** Looks at a practice instrument, so that what is kept of a look is there as well. */
async function lookAtInstrument(): Promise<void> {
  await globalThis.ucs.saveSettings({ name: 'bench', role: 'technician' });
  await globalThis.ucs.chooseMachine({ practice: 'miseq-4.0-ruo' });
  await globalThis.ucs.look(null);
  while ((await globalThis.ucs.snapshot(null)).prepared === null) await new Promise((next) => setTimeout(next, 50));
}

/** From asking the engine for a change until the frame that shows it was painted, in milliseconds: more than the push alone. */
async function changesToPaint(changes: number): Promise<number[]> {
  const times: number[] = [];
  for (let change = 0; change < changes; change += 1) {
    const theme = change % 2 === 0 ? 'dark' : 'light';
    const begun = performance.now();
    const shown = new Promise<void>((resolve) => {
      const observer = new MutationObserver(() => {
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(resolve));
      });
      observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    });
    await globalThis.ucs.saveSettings({ theme });
    await shown;
    times.push(performance.now() - begun);
  }
  return times;
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function scriptSize(windowFolder: string): Promise<number> {
  const assets = join(windowFolder, 'assets');
  const scripts = (await readdir(assets)).filter((name) => name.endsWith('.js') && !name.startsWith('locale-'));
  const texts = await Promise.all(scripts.map((name) => readFile(join(assets, name))));
  return texts.reduce((bytes, text) => bytes + gzipSync(text).length, 0);
}

async function measure(browser: string): Promise<Measured[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ucs-bench-window-'));
  const windowFolder = resolve('build/window');
  const measured: Measured[] = [];
  const put = (what: string, value: number, budget: number | null, unit: string) =>
    measured.push({ what, value, budget, unit });
  const failures: unknown[] = [];
  const begun = performance.now();
  try {
    await runInChromium({
      browser,
      places: { userFolder: folder, practiceFolder: folder, program: resolve('build/ucs-remedy.cjs') },
      windowFolder,
      pageScript: resolve('build/chromium-page.js'),
      headless: true,
      opened: ({ page }) => {
        const work = async () => {
          await page.locator('html[data-screen="welcome"] h1').waitFor();
          put('first screen usable after start', performance.now() - begun, 1500, 'ms');
          await page.context().exposeBinding('nothing', () => null);
          put('round trip of an empty call, median', median(await page.evaluate(emptyRoundTrips, CALLS)), null, 'ms');
          put('round trip of a call, median', median(await page.evaluate(roundTrips, CALLS)), 3, 'ms');
          put('change to paint, median', median(await page.evaluate(changesToPaint, CHANGES)), 50, 'ms');
          put('memory of the engine process', process.memoryUsage().rss / MIB, 120, 'MB');
          await page.evaluate(lookAtInstrument);
          put('round trip of a call once there is a plan', median(await page.evaluate(roundTrips, CALLS)), 3, 'ms');
          put('memory of the engine process once there is a plan', process.memoryUsage().rss / MIB, 120, 'MB');
          put('script of the page, gzip, without texts', (await scriptSize(windowFolder)) / 1000, 180, 'kB');
        };
        work()
          .catch((error) => failures.push(error))
          .finally(() => page.close({ runBeforeUnload: true }));
      },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  if (failures.length > 0) throw failures[0];
  return measured;
}

const browser = await findBrowser();
if (browser === null) console.log('The window was not measured: no Chromium, Chrome or Edge is installed.');
else {
  for (const { what, value, budget, unit } of await measure(browser)) {
    const held = budget === null ? '' : ` (budget ${budget} ${unit})${value > budget ? '  OVER' : ''}`;
    console.log(`${what}: ${value.toFixed(1)} ${unit}${held}`);
  }
}
