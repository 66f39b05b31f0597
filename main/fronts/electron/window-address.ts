/** Scheme and host of the window. A scheme of its own has no file access and no network behind it. */
export const SCHEME = 'app';
const HOST = 'wizard';
export const START_PAGE = `${SCHEME}://${HOST}/`;

/** What the scheme may do: be an origin of its own, in a secure context. No fetch, no service workers, no way around the policy. */
export const SCHEME_PRIVILEGES = {
  standard: true,
  secure: true,
  supportFetchAPI: false,
  corsEnabled: false,
  bypassCSP: false,
  allowServiceWorkers: false,
  stream: false,
} as const;

/** Path of an address below the window's own origin; null: it is not an address of the window. */
export function ownPath(address: string): string | null {
  try {
    const { protocol, host, pathname, username, password } = new URL(address);
    const isOwn = protocol === `${SCHEME}:` && host === HOST && username === '' && password === '';
    return isOwn ? pathname : null;
  } catch {
    return null;
  }
}
