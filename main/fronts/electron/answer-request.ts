import { WINDOW_HEADERS } from '../window/content-security-policy.ts';
import type { WindowFiles } from '../window/window-files.ts';
import { ownPath } from './window-address.ts';

/** What is answered to a request of the window. */
export interface RequestAnswer {
  status: 200 | 404 | 405;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
}

const NOTHING = new Uint8Array();

/**
 * Answers from the files read at start and from nothing else, so no path leads out of them. Refusals carry the same headers: an
 * error page is a page too.
 */
export function answerRequest(files: WindowFiles, { method, url }: { method: string; url: string }): RequestAnswer {
  const path = ownPath(url);
  const file = path === null ? undefined : files.get(path);
  if (file === undefined) return { status: 404, headers: WINDOW_HEADERS, body: NOTHING };
  if (method !== 'GET') return { status: 405, headers: WINDOW_HEADERS, body: NOTHING };
  return { status: 200, headers: { ...WINDOW_HEADERS, 'content-type': file.contentType }, body: file.body };
}
