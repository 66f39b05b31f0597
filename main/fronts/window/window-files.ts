import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json; charset=utf-8',
};

/** A file of the window as it is answered. */
export interface WindowFile {
  contentType: string;
  body: Buffer;
}

/** The files of the window by their path below its origin (`/`, `/assets/index.js`); nothing else can be asked for. */
export type WindowFiles = ReadonlyMap<string, WindowFile>;

/** Reads the built window into memory. Files of a kind the window does not use are an error: they would never be answered. */
export async function readWindowFiles(folder: string): Promise<WindowFiles> {
  const files = new Map<string, WindowFile>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const contentType = CONTENT_TYPES[extname(entry.name)];
    if (contentType === undefined) throw new TypeError(`the window has no use for ${entry.name}`);
    files.set(`/${relative(folder, path).split(sep).join('/')}`, { contentType, body: await readFile(path) });
  }
  const index = files.get('/index.html');
  if (index === undefined) throw new TypeError('the window was not built');
  files.set('/', index);
  return files;
}
