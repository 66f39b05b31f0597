import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SCHEME, SCHEME_PRIVILEGES, START_PAGE } from '../../../main/fronts/electron/window-address.ts';
import { PARTITION, windowOptions } from '../../../main/fronts/electron/window-options.ts';
import { CONTENT_SECURITY_POLICY } from '../../../main/fronts/window/content-security-policy.ts';
import { FIRST_BOUNDS } from '../../../main/fronts/window/window-bounds.ts';

const { webPreferences = {}, ...options } = windowOptions({
  bounds: FIRST_BOUNDS,
  preload: '/program/preload.cjs',
  callNames: ['look', 'stop'],
});

/** Items of Electron's security guide that are an option of a window. What the guide leaves to a default is said here too. */
const CHECKLIST: [item: string, option: keyof typeof webPreferences, value: unknown][] = [
  ['2: no Node in the page', 'nodeIntegration', false],
  ['2: no Node in its workers', 'nodeIntegrationInWorker', false],
  ['2: no Node and no preload in frames', 'nodeIntegrationInSubFrames', false],
  ['3: the page and the preload script are kept apart', 'contextIsolation', true],
  ['4: the page runs in the sandbox', 'sandbox', true],
  ['6: the rules of origins hold', 'webSecurity', true],
  ['8: nothing insecure is mixed in', 'allowRunningInsecureContent', false],
  ['9: no experimental features', 'experimentalFeatures', false],
  ['11, 12: no pages inside the page', 'webviewTag', false],
  ['13: a dropped file is no navigation', 'navigateOnDragDrop', false],
  ['no plugins', 'plugins', false],
  ['no developer tools', 'devTools', false],
  ['no dictionary from the network', 'spellcheck', false],
];

it.each(CHECKLIST)('security guide, item %s', (_item, option, value) => {
  expect(webPreferences[option]).toBe(value);
});

it('security guide, item 10: no features are switched on by name', () => {
  expect(webPreferences).not.toHaveProperty('enableBlinkFeatures');
});

it('security guide, item 7: the policy lets in own scripts, styles and images, and nothing else', () => {
  const policy = Object.fromEntries(CONTENT_SECURITY_POLICY.split('; ').map((rule) => rule.split(/ (.*)/).slice(0, 2)));
  expect(policy).toMatchObject({ 'default-src': "'none'", 'script-src': "'self'", 'style-src': "'self'" });
  expect(policy).toMatchObject({ 'connect-src': "'none'", 'frame-ancestors': "'none'", 'form-action': "'none'" });
  expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|\*|https?:|data:|blob:/);
});

it('security guide, item 18: the page has a scheme of its own, which can do nothing an ordinary page could not', () => {
  expect(START_PAGE).toBe(`${SCHEME}://wizard/`);
  expect(SCHEME).not.toBe('file');
  const { standard, secure, ...rest } = SCHEME_PRIVILEGES;
  expect([standard, secure, ...Object.values(rest)]).toEqual([true, true, false, false, false, false, false]);
});

it('keeps nothing of a page on disk', () => {
  expect(webPreferences.partition).toBe(PARTITION);
  expect(PARTITION).not.toMatch(/^persist:/);
});

it('works on the smallest panel, and shows no empty window first', () => {
  expect(options.minWidth).toBeLessThanOrEqual(1024);
  expect(options.minHeight).toBeLessThanOrEqual(700);
  expect(options.show).toBe(false);
});

describe('the code of the front', () => {
  const folder = 'main/fronts/electron';
  const text = async (name: string): Promise<string> => readFile(join(folder, name), 'utf8');

  it('security guide, item 15 and others: uses nothing that opens a door', async () => {
    const doors =
      /shell\.|openExternal|openDevTools|executeJavaScript|loadFile|file:\/\/|crashReporter|autoUpdater|electron\/remote/;
    for (const name of await readdir(folder)) expect(await text(name), name).not.toMatch(doors);
  });

  it('reaches Electron itself in three files only, so that all the rest is tested without it', async () => {
    const names: string[] = [];
    for (const name of await readdir(folder)) {
      if (/^import (?!type ).*'electron';$/m.test(await text(name))) names.push(name);
    }
    expect(names.sort()).toEqual(['main.ts', 'open-window.ts', 'preload.ts']);
  });

  it('has no menu, and guards every page and every session that is ever made', async () => {
    const main = await text('main.ts');
    expect(main).toContain('Menu.setApplicationMenu(null)');
    expect(main).toMatch(/app\.on\('session-created', guardSession\)/);
    expect(main).toMatch(/app\.on\('web-contents-created'.*guardContents\(contents\)\)/);
    expect(main).toContain('app.requestSingleInstanceLock()');
  });

  it('security guide, item 16: is packaged with one exact Electron, whatever is newest that day', async () => {
    const { devDependencies } = JSON.parse(await readFile('package.json', 'utf8'));
    expect(devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/);
    expect(await readFile('scripts/dist.mjs', 'utf8')).toContain('electronVersion: about.devDependencies.electron');
  });
});
