import { EventEmitter } from 'node:events';
import type { App, IpcMainInvokeEvent, Session, WebContents } from 'electron';
import { describe, expect, it } from 'vitest';
import { answerRequest } from '../../../main/fronts/electron/answer-request.ts';
import { guardContents, guardSession, openingSwitches, senderOf } from '../../../main/fronts/electron/guards.ts';
import { ownPath, START_PAGE } from '../../../main/fronts/electron/window-address.ts';
import type { WindowFiles } from '../../../main/fronts/window/window-files.ts';

/** Addresses that look like the window's and are not. */
const STRANGE = [
  'https://wizard/',
  'http://wizard.invalid/',
  'file:///etc/passwd',
  'app://wizard.invalid/',
  'app://other/',
  'app://wizard:8080/',
  'app://me@wizard/',
  'app:wizard/',
  'data:text/html,x',
  'blob:app://wizard/1',
  'javascript:1',
  'about:blank',
  'devtools://devtools/bundled/inspector.html',
  'ws://127.0.0.1/',
  '',
  'not an address',
];

describe('a fake session of Electron, guarded', () => {
  const kept: Record<string, (...args: never[]) => unknown> = {};
  const events = new EventEmitter();
  const keep = (name: string) => (handler: (...args: never[]) => unknown) => {
    kept[name] = handler;
  };
  let spelling = true;
  const fakeSession = {
    setPermissionRequestHandler: keep('request'),
    setPermissionCheckHandler: keep('check'),
    setDevicePermissionHandler: keep('device'),
    setDisplayMediaRequestHandler: keep('display'),
    setSpellCheckerEnabled: (on: boolean) => {
      spelling = on;
    },
    on: events.on.bind(events),
    webRequest: { onBeforeRequest: keep('web') },
  };
  guardSession(fakeSession as unknown as Session);
  const answered = (name: string, ...before: unknown[]): unknown => {
    let answer: unknown;
    kept[name]?.(...([...before, (given: unknown) => (answer = given)] as never[]));
    return answer;
  };

  it.each(['media', 'clipboard-read', 'notifications', 'usb', 'openExternal', 'fileSystem', 'unknown'])(
    'security guide, item 5: gives no permission (%s)',
    (permission) => {
      expect(answered('request', null, permission)).toBe(false);
      expect(kept['check']?.(...([null, permission] as never[]))).toBe(false);
    },
  );

  it('gives no device, no screen, no dictionary and no download', () => {
    expect(kept['device']?.()).toBe(false);
    expect(answered('display', {})).toEqual({});
    expect(spelling).toBe(false);
    let prevented = 0;
    events.emit('will-download', { preventDefault: () => (prevented += 1) });
    expect(prevented).toBe(1);
  });

  it.each(STRANGE)('sends no request to %s', (url) => {
    expect(answered('web', { url })).toEqual({ cancel: true });
  });

  it('lets the window load its own files', () => {
    expect(answered('web', { url: `${START_PAGE}assets/index.js` })).toEqual({ cancel: false });
  });
});

describe('a fake page of Electron, guarded', () => {
  const contents = Object.assign(new EventEmitter(), {
    opener: (_details: unknown): unknown => ({ action: 'allow' }),
    setWindowOpenHandler(handler: (details: unknown) => unknown) {
      this.opener = handler;
    },
    webrtc: '',
    setWebRTCIPHandlingPolicy(policy: string) {
      this.webrtc = policy;
    },
  });
  guardContents(contents as unknown as WebContents);
  const prevented = (name: string, details: object): boolean => {
    let stopped = false;
    contents.emit(name, { ...details, preventDefault: () => (stopped = true) });
    return stopped;
  };

  it.each(STRANGE)('security guide, item 13: does not go to %s', (url) => {
    expect(prevented('will-navigate', { url })).toBe(true);
    expect(prevented('will-redirect', { url })).toBe(true);
    expect(prevented('will-frame-navigate', { url, isMainFrame: true })).toBe(true);
  });

  it('may be loaded again, but not into a frame', () => {
    expect(prevented('will-navigate', { url: START_PAGE })).toBe(false);
    expect(prevented('will-frame-navigate', { url: START_PAGE, isMainFrame: true })).toBe(false);
    expect(prevented('will-frame-navigate', { url: START_PAGE, isMainFrame: false })).toBe(true);
  });

  it('security guide, items 11, 12 and 14: opens no window and holds no other page', () => {
    expect(contents.opener({ url: START_PAGE })).toEqual({ action: 'deny' });
    expect(prevented('will-attach-webview', {})).toBe(true);
    expect(contents.webrtc).toBe('disable_non_proxied_udp');
  });
});

describe('security guide, item 17: the sender of a message', () => {
  const mainFrame = { url: START_PAGE };
  const own = { mainFrame } as unknown as WebContents;
  const from = (sender: unknown, senderFrame: unknown, window: unknown = own) =>
    senderOf({ sender, senderFrame } as IpcMainInvokeEvent, window as WebContents | null);

  it('is trusted as the main frame of the own window', () => {
    expect(from(own, mainFrame)).toEqual({ trusted: true, from: START_PAGE });
  });

  it('is not trusted as a frame, as another window, as a frame that is gone, or while there is no window', () => {
    expect(from(own, { url: START_PAGE })).toMatchObject({ trusted: false });
    expect(from({ mainFrame }, mainFrame)).toMatchObject({ trusted: false });
    expect(from(own, null)).toMatchObject({ trusted: false });
    expect(from(own, mainFrame, null)).toMatchObject({ trusted: false });
  });

  it.each(STRANGE)('is not trusted while the own window shows %j', (url) => {
    const frame = { url };
    const strayed = { mainFrame: frame };
    expect(from(strayed, frame, strayed)).toEqual({ trusted: false, from: url });
  });
});

describe('an answer to a request', () => {
  const file = { contentType: 'text/html; charset=utf-8', body: Buffer.from('<html>') };
  const files: WindowFiles = new Map([['/', file]]);

  it('carries the policy, the type, and no leave to guess another', () => {
    const { status, headers, body } = answerRequest(files, { method: 'GET', url: START_PAGE });
    expect([status, body]).toEqual([200, file.body]);
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'x-content-type-options': 'nosniff',
      'content-type': file.contentType,
    });
  });

  it.each([
    ...STRANGE,
    `${START_PAGE}../main.cjs`,
    `${START_PAGE}..%2fmain.cjs`,
    `${START_PAGE}%2e%2e/%2e%2e/etc/passwd`,
    `${START_PAGE}..\\main.cjs`,
    `${START_PAGE}/etc/passwd`,
    `${START_PAGE}index.html%00.js`,
    `${START_PAGE}toString`,
    `${START_PAGE}__proto__`,
  ])('is nothing for %s, under the same policy', (url) => {
    const { status, headers, body } = answerRequest(files, { method: 'GET', url });
    expect([status, body.length]).toEqual([404, 0]);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  it.each(['POST', 'PUT', 'DELETE', 'HEAD'])('is nothing for %s', (method) => {
    expect(answerRequest(files, { method, url: START_PAGE }).status).toBe(405);
  });

  it('knows its own addresses', () => {
    expect(ownPath(`${START_PAGE}assets/index.js?v=1#top`)).toBe('/assets/index.js');
  });
});

it('an installed program does not start when another program could steer it; a checkout does, for tests', () => {
  const started = (isPackaged: boolean, ...names: string[]) =>
    openingSwitches({ isPackaged, commandLine: { hasSwitch: (name: string) => names.includes(name) } } as App);
  expect(started(true, 'remote-debugging-port', 'inspect')).toEqual(['remote-debugging-port', 'inspect']);
  // Takes the sandbox away without the name by which a window says that it has none.
  expect(started(true, 'single-process')).toEqual(['single-process']);
  expect(started(true, 'no-sandbox')).toEqual([]);
  expect(started(false, 'remote-debugging-port')).toEqual([]);
});
