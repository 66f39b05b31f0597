import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chooseFront } from '../../../main/fronts/start/choose-front.ts';

let checkout: string;
let electronFolder: string;

beforeAll(async () => {
  checkout = await mkdtemp(join(tmpdir(), 'choose-front-'));
  electronFolder = join(checkout, 'electron-elsewhere');
  await mkdir(electronFolder);
  await writeFile(join(electronFolder, 'electron'), '');
  await chmod(join(electronFolder, 'electron'), 0o755);
});

afterAll(() => rm(checkout, { recursive: true, force: true }));

const on = (env: NodeJS.ProcessEnv) => ({ env, platform: 'linux' as const, checkout });

test('without a display the terminal is used, and a window that was asked for is refused instead of replaced', async () => {
  expect(await chooseFront(null, on({}))).toEqual({ front: 'terminal', because: 'there is no display' });
  expect(await chooseFront('chromium', on({}))).toEqual({ front: null, because: 'there is no display' });
  expect(await chooseFront('electron', on({ DISPLAY: '' }))).toMatchObject({ front: null });
});

test('an Electron binary is used before a browser', async () => {
  const choice = await chooseFront(null, on({ DISPLAY: ':1', ELECTRON_OVERRIDE_DIST_PATH: electronFolder }));
  expect(choice).toMatchObject({ front: 'electron', electron: join(electronFolder, 'electron') });
});

test('an Electron that could not open its window is not tried again', async () => {
  const env = { DISPLAY: ':1', ELECTRON_OVERRIDE_DIST_PATH: electronFolder };
  const choice = await chooseFront(null, { ...on(env), electronFailed: true });
  expect(choice.front).not.toBe('electron');
  expect(choice.because).toMatch(/^Electron could not open its window, and /);
});

test('Electron that is asked for and not there is refused with what to do', async () => {
  const choice = await chooseFront('electron', on({ DISPLAY: ':1' }));
  expect(choice).toMatchObject({ front: null, because: expect.stringContaining('ELECTRON_OVERRIDE_DIST_PATH') });
});

test('a relative Electron folder is not followed: it would mean another program in another folder', async () => {
  const choice = await chooseFront(
    'electron',
    on({ DISPLAY: ':1', ELECTRON_OVERRIDE_DIST_PATH: 'electron-elsewhere' }),
  );
  expect(choice.front).toBeNull();
});

test('the terminal can always be asked for', async () => {
  const choice = await chooseFront('terminal', on({ DISPLAY: ':1', ELECTRON_OVERRIDE_DIST_PATH: electronFolder }));
  expect(choice.front).toBe('terminal');
});
