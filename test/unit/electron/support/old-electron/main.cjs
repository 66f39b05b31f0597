// Lets the Electron front run in an Electron older than the one it is made for (tried: 22), so that it can be shown in a real
// Electron where no newer binary is to be had. Copy this folder to `resources/app` of that Electron. It stands in for Electron's
// own default app and for functions that came later; it changes nothing the front does about its safety.
const { app } = require('electron');
const Module = require('node:module');
const { promises } = require('node:fs');
const { join, resolve } = require('node:path');
const v8 = require('node:v8');

const load = Module._load;
Module._load = (name, ...more) => (name === 'node:sea' ? { isSea: () => false } : load(name, ...more));

require('node:stream').getDefaultHighWaterMark ??= () => 65536;
require('node:events').addAbortListener ??= (signal, listener) => {
  signal.addEventListener('abort', listener, { once: true });
  return { dispose: () => signal.removeEventListener('abort', listener) };
};
globalThis.structuredClone ??= (value) => v8.deserialize(v8.serialize(value));
globalThis.Response ??= class {
  constructor(body, { status, headers }) {
    Object.assign(this, { body, status, headers });
  }
};

const LATER = {
  toSorted(compare) {
    return [...this].sort(compare);
  },
  toReversed() {
    return [...this].reverse();
  },
  findLast(fits) {
    return [...this].reverse().find((each) => fits(each));
  },
};
for (const [name, value] of Object.entries(LATER)) {
  if (!(name in Array.prototype)) Object.defineProperty(Array.prototype, name, { value });
}

const { readdir } = promises;
promises.readdir = async (folder, options) => {
  if (options?.withFileTypes !== true) return readdir(folder, options);
  const { recursive, ...rest } = options;
  const entries = await readdir(folder, rest);
  for (const entry of entries) entry.parentPath = folder;
  const folders = recursive ? entries.filter((entry) => entry.isDirectory()) : [];
  const deeper = await Promise.all(folders.map(({ name }) => promises.readdir(join(folder, name), options)));
  return [...entries, ...deeper.flat()];
};

app.on('session-created', ({ protocol }) => {
  protocol.handle ??= (scheme, handler) =>
    protocol.registerBufferProtocol(scheme, async (request, answer) => {
      const { status, headers, body } = await handler(request);
      const mimeType = headers['content-type']?.split(';')[0];
      answer({ statusCode: status, headers, mimeType, data: Buffer.from(body) });
    });
});

const script = process.argv.slice(1).find((word) => !word.startsWith('-') && word.endsWith('.cjs'));
require(resolve(script));
