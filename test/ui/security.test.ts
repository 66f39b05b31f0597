import { access, constants } from 'node:fs/promises';
import { createServer } from 'node:net';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { WINDOW_ORIGIN } from '../../main/fronts/chromium/chromium-window.ts';
import { CONTENT_SECURITY_POLICY, WINDOW_HEADERS } from '../../main/fronts/window/content-security-policy.ts';
import { CALL_NAMES } from '../../main/ipc/contract.ts';
import { openWindow } from './support/open-window.ts';
import { ownBrowsers, withDescendants } from './support/processes.ts';
import { ELSEWHERE, REFUSED_ACTS, refusalOf } from './support/refused-acts.ts';
import { noBrowser, type WizardWindow } from './support/wizard-window.ts';

/** Lists listening sockets; null where iproute2 is not installed. */
const socketList = await firstThatRuns(['/usr/bin/ss', '/bin/ss', '/usr/sbin/ss', '/sbin/ss']);
const noSocketList = socketList === null ? 'ss is not installed (Debian: apt-get install iproute2)' : false;

async function firstThatRuns(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) {
    if (
      await access(path, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return path;
  }
  return null;
}

/** Listening TCP and UDP sockets of this process and everything it started: other tests may listen at the same time. */
async function ownListeners(): Promise<string[]> {
  const own = await withDescendants(process.pid);
  const { stdout } = await execa(socketList ?? '', ['-H', '-l', '-t', '-u', '-n', '-p'], { env: {}, extendEnv: false });
  return stdout.split('\n').filter((line) => own.some((pid) => line.includes(`pid=${pid},`)));
}

// One window for all: what is refused leaves it as it was, and what the browser complains about is meant here.
describe.skipIf(noBrowser)('a page that was taken over', () => {
  let window: WizardWindow;
  beforeAll(async () => {
    window = await openWindow();
  });
  afterAll(() => window?.leave());

  const refusal = (act: string) => refusalOf(window.page, act);

  /** Outside of the call of the test, which the browser lets do more than a page. */
  function later(expression: string): Promise<string> {
    return window.page.evaluate(`new Promise((resolve) => {
      setTimeout(() => {
        try {
          resolve(String(${expression}));
        } catch (error) {
          resolve(error.name);
        }
      });
    })`);
  }

  /** The pages the browser itself knows of: one that never finishes to open is not among those of the context. */
  async function shownByBrowser(): Promise<string[]> {
    const session = await window.page.context().newCDPSession(window.page);
    const { targetInfos } = await session.send('Target.getTargets');
    await session.detach();
    return targetInfos.filter(({ type }) => type === 'page').map(({ targetId }) => targetId);
  }

  test('is under exactly the policy of the program, from its first byte on', async () => {
    const answer = await window.page.reload();
    expect(await answer?.allHeaders()).toMatchObject(WINDOW_HEADERS);
    await window.shows('welcome');
    const { policy } = await refusal(`fetch('/').catch(() => undefined);`);
    expect(policy).toBe(CONTENT_SECURITY_POLICY);
    expect(policy).not.toMatch(/unsafe|\*|https?:|data:|blob:/);
  });

  test.for(REFUSED_ACTS)('cannot %s', async ([, act, directive]) => {
    const refused = await refusal(act);
    expect(refused.directive).toBe(directive);
    expect(await later(`globalThis.taken`)).toBe('undefined');
    expect(await later(`getComputedStyle(document.body).display`)).not.toBe('none');
  });

  test('gets no answer from elsewhere or from its own origin', async () => {
    for (const address of [ELSEWHERE, `${WINDOW_ORIGIN}/`, 'http://127.0.0.1/', 'file:///etc/passwd']) {
      const outcome = `fetch('${address}').then(() => 'answered', (error) => error.name)`;
      expect(await window.page.evaluate(outcome), address).toBe('TypeError');
    }
  });

  test('cannot run text as code', async () => {
    for (const code of [`eval('1 + 1')`, `new Function('return 2')()`]) expect(await later(code)).toBe('EvalError');
    await refusal(`setTimeout('globalThis.taken = true');`);
    expect(await later('globalThis.taken')).toBe('undefined');
  });

  test.each([
    ELSEWHERE,
    `${WINDOW_ORIGIN}/elsewhere`,
    'file:///etc/passwd',
    'data:text/html,taken',
    'javascript:void(document.title="taken")',
  ])('cannot lead the person to %s', async (address) => {
    await window.page.evaluate((to) => {
      (globalThis as unknown as { mark: boolean }).mark = true;
      location.assign(to);
    }, address);
    // A second one, whose end can be seen: the first is over by then.
    const asked = window.page.waitForResponse(`${WINDOW_ORIGIN}/nowhere`);
    await window.page.evaluate(() => location.assign('/nowhere'));
    expect((await asked).status()).toBe(204);
    expect(window.page.url()).toBe(`${WINDOW_ORIGIN}/`);
    expect(await later('globalThis.mark')).toBe('true');
    expect(await window.page.title()).not.toBe('taken');
    await window.shows('welcome');
  });

  test.each([ELSEWHERE, 'about:blank', `${WINDOW_ORIGIN}/`])('cannot open another window with %s', async (address) => {
    const context = window.page.context();
    const before = await shownByBrowser();
    await window.page.evaluate((to) => {
      open(to);
      open(to, '_blank', 'noopener');
    }, address);
    await expect.poll(shownByBrowser, { timeout: 10_000 }).toEqual(before);
    expect(context.pages()).toEqual([window.page]);
    await window.shows('welcome');
  });

  test.skipIf(noSocketList)('cannot call another machine, and opens no port for that', async () => {
    const ways = await window.page.evaluate(`new Promise((resolve) => {
      const call = new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:3478' }] });
      const found = [];
      call.onicecandidate = ({ candidate }) => {
        if (candidate === null) resolve(found);
        else if (candidate.candidate !== '') found.push(candidate.candidate);
      };
      call.createDataChannel('taken');
      call.createOffer().then((offer) => call.setLocalDescription(offer));
    })`);
    expect(await ownListeners()).toEqual([]);
    expect(ways).toEqual([]);
  });

  test('finds the calls of the contract and nothing else, and cannot change them', async () => {
    const names = await window.page.evaluate('Reflect.ownKeys(ucs)');
    expect([...(names as string[])].sort()).toEqual([...CALL_NAMES, 'onPush', 'pathOf'].sort());
    expect(await later('Object.isFrozen(ucs)')).toBe('true');
    await later('globalThis.ucs = {}');
    await later('delete globalThis.ucs');
    await later('Object.assign(ucs, { snapshot: null })');
    expect(await later('typeof ucs.snapshot')).toBe('function');
  });

  test.each(['', 'srcdoc'])('is refused when it asks from a frame (%s)', async (kind) => {
    const attached = window.page.waitForEvent('frameattached');
    await window.page.evaluate((given) => {
      const frame = document.createElement('iframe');
      if (given === 'srcdoc') frame.srcdoc = '<p>frame</p>';
      document.body.append(frame);
    }, kind);
    onTestFinished(() => window.page.evaluate(() => document.querySelector('iframe')?.remove()));
    const frame = await attached;
    await frame.waitForLoadState();
    const asked = frame.evaluate(`ucsCall('snapshot', null).then(JSON.parse)`);
    expect(await asked).toMatchObject({ ok: false, problem: { code: 'sender-not-trusted' } });
    expect(await frame.evaluate('ucsPathOfPicked()')).toBeNull();
    await expect.poll(() => window.log()).toContain('sender-not-trusted');
  });

  test('is refused when it asks for what is no call', async () => {
    for (const name of ['runProgram', 'constructor', '__proto__', null, { toString: 'snapshot' }]) {
      const asked = window.page.evaluate(`ucsCall(${JSON.stringify(name)}, null).then(JSON.parse)`);
      expect(await asked, JSON.stringify(name)).toMatchObject({ ok: false, problem: { code: 'call-unknown' } });
    }
    expect(await window.page.evaluate(`ucsCall('snapshot', null).then(JSON.parse)`)).toMatchObject({ ok: true });
  });

  test.skipIf(noSocketList)('finds no port of the program, and neither does anybody in the network', async () => {
    const [browser] = await ownBrowsers();
    expect(await withDescendants(process.pid)).toContain(browser);
    expect(await ownListeners()).toEqual([]);
    // The list names what does listen, or its emptiness would say nothing.
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await expect.poll(ownListeners).toHaveLength(1);
  });
});
