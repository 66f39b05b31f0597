import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../../../main/fronts/chromium/find-browser.ts';
import { steeringLibrary } from '../../../main/fronts/chromium/steering-library.ts';

const load = createRequire(process.argv[1] ?? '');
const parts = () => load(load.resolve('playwright-core/lib/utilsBundle'));
/** Of what stands in for the parts, nothing can be listed. */
const isWhole = () => Object.keys(parts()).length > 0;

const browser = await findBrowser();
const noBrowser = browser === null ? 'no Chromium, Chrome or Edge is installed' : false;

describe.skipIf(noBrowser)('the library that steers the browser', () => {
  let context: Awaited<ReturnType<ReturnType<typeof steeringLibrary>['launchPersistentContext']>>;
  beforeAll(async () => {
    const chromiumSandbox = process.getuid?.() !== 0;
    context = await steeringLibrary().launchPersistentContext('', { executablePath: browser ?? '', chromiumSandbox });
  });
  afterAll(() => context?.close());

  it('shows and prints a page without the parts that cost memory', async () => {
    const page = context.pages()[0] ?? (await context.newPage());
    await context.exposeBinding('ask', (_source, word: string) => `${word}!`);
    await context.route('**/*', (route) =>
      route.fulfill({ status: 200, contentType: 'text/html', body: '<h1>here</h1>' }),
    );
    await page.goto('https://wizard.invalid/');
    expect(await page.locator('h1').innerText()).toBe('here');
    expect(await page.evaluate(`ask('heard')`)).toBe('heard!');
    expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
    expect(isWhole()).toBe(false);
  });

  it('has each part all the same when something of it is used', () => {
    expect(parts().yaml.stringify({ a: 1 })).toBe('a: 1\n');
    expect(isWhole()).toBe(true);
  });
});
