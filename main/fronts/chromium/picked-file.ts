import type { BrowserContext, Page } from 'playwright-core';

/** The real path of the file the page holds as `ucsPicked`; a page by itself never learns it. Null where there is none. */
export async function pickedFilePath(context: BrowserContext, page: Page): Promise<string | null> {
  const session = await context.newCDPSession(page);
  try {
    const { result } = await session.send('Runtime.evaluate', { expression: 'globalThis.ucsPicked' });
    if (result.objectId === undefined) return null;
    const { path } = await session.send('DOM.getFileInfo', { objectId: result.objectId });
    return path === '' ? null : path;
  } finally {
    await session.detach();
  }
}
