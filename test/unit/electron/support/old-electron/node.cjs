// What the Node inside an old Electron lacks and this program uses. It is put before the program that such an Electron starts as
// its helper, too. Nothing here changes what the program does about its safety.
{
  const Module = require('node:module');
  const { promises } = require('node:fs');
  const { join } = require('node:path');
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
}
