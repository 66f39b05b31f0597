// `npm run screenshots`: pictures of every screen, for looking at them by eye. `-- --readme` makes the ones of the README.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPreview, wholePage } from '../test/ui/support/preview.mjs';
import { buildPage } from './build-window.mjs';

const ALL = 'test/ui/screenshots';
const README = 'docs/images';
const SCENARIO = 'miseq-4.0-ruo';

/** One set of pictures: how the window is set and how large it is. */
const SETS = [
  { name: 'light', theme: 'light', language: 'en', size: '1280x1024' },
  { name: 'dark', theme: 'dark', language: 'en', size: '1280x1024' },
  { name: 'contrast', theme: 'contrast', language: 'en', size: '1280x1024' },
  { name: 'german', theme: 'light', language: 'de', size: '1280x1024' },
  { name: 'japanese', theme: 'light', language: 'ja', size: '1280x1024' },
  { name: 'wide', theme: 'light', language: 'fr', size: '1920x1080' },
  { name: 'zoom', theme: 'light', language: 'en', size: '1280x1024', zoom: 2 },
];

/** The six of the README, by set and screen. */
const README_PICTURES = [
  ['light', 'verdict', 'verdict'],
  ['light', 'plan', 'plan'],
  ['light', 'result', 'result'],
  ['dark', 'welcome', 'welcome-dark'],
  ['german', 'approve', 'approve-german'],
  ['japanese', 'verdict', 'verdict-japanese'],
];

/** Goes from the first screen to the receipt and takes a picture of each; `take` is called with the name of the screen. */
async function walk({ page, engine }, { theme, language }, take) {
  const call = async (name, argument = null) => {
    const answered = await engine.call(name, argument);
    if (!answered.ok) throw new Error(`${name}: ${answered.problem.message}`);
    return answered.value;
  };
  await call('saveSettings', { role: 'technician', language, theme, name: 'Kim Lab', site: 'Example Institute' });
  await take('welcome');
  await call('chooseMachine', { practice: SCENARIO });
  await call('look');
  while ((await call('snapshot')).prepared === null) await page.waitForTimeout(50);
  for (const screen of ['look', 'instrument', 'verdict', 'plan', 'elevate']) {
    await call('goTo', { screen });
    await take(screen);
  }
  await call('startRun');
  for (let seen = null; ; ) {
    const { work } = await call('snapshot');
    if (work === null) break;
    const asked = work.question;
    if (asked !== null && asked.id !== seen) {
      seen = asked.id;
      const { kind } = asked.question;
      await take(kind === 'approve' ? 'approve' : kind);
      if (kind === 'password') await call('password', { id: asked.id, password: null });
      else await call('answer', { id: asked.id, answer: 'yes' });
    } else await page.waitForTimeout(30);
  }
  await take('result');
  await call('goTo', { screen: 'receipt' });
  await take('receipt');
}

const forReadme = process.argv.includes('--readme');
const built = await mkdtemp(join(tmpdir(), 'screenshots-'));
try {
  await buildPage(join(built, 'window'));
  const folder = forReadme ? README : ALL;
  await mkdir(folder, { recursive: true });
  for (const set of SETS) {
    const wanted = README_PICTURES.filter(([name]) => name === set.name);
    if (forReadme && wanted.length === 0) continue;
    const preview = await openPreview({ window: join(built, 'window'), size: set.size, zoom: set.zoom ?? 1 });
    try {
      await walk(preview, set, async (screen) => {
        await preview.page.waitForTimeout(400);
        if (!forReadme) return wholePage(preview.page, join(folder, `${set.name}-${screen}.png`));
        const [, , file] = wanted.find(([, name]) => name === screen) ?? [];
        if (file !== undefined) await preview.page.screenshot({ path: join(folder, `${file}.png`) });
      });
      for (const line of preview.said) console.log(`${set.name}: console: ${line}`);
    } finally {
      await preview.close();
    }
    console.log(`${set.name}: done`);
  }
} finally {
  await rm(built, { recursive: true, force: true });
}
