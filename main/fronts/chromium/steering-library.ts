import Module, { createRequire } from 'node:module';
import type { BrowserType } from 'playwright-core';
import * as z from 'zod';

/**
 * The library that steers the browser, without what it brings along for other work: servers for editors, readers of YAML and zip
 * files, a schema library of its own. These lie in one file of its package and would cost 40 MB and a fifth of a second at every
 * start. Each is loaded after all when something of it is first used, so nothing is missing; none of it is used by this front.
 */
export function steeringLibrary(): BrowserType {
  // Beside what was started: in the built program there is no other place that says where it lies.
  const load = createRequire(process.argv[1] ?? process.execPath);
  const file = load.resolve('playwright-core/lib/utilsBundle');
  load.cache[file] ??= standingIn(file, () => {
    delete load.cache[file];
    return load(file);
  });
  return load('playwright-core').chromium;
}

type Parts = Record<string, Record<string | symbol, unknown>>;

function standingIn(file: string, loadWhole: () => Parts): NodeJS.Module {
  let whole: Parts | null = null;
  const part = (name: string) => {
    whole ??= loadWhole();
    return whole[name] as Parts[string];
  };
  const module = new Module(file);
  module.filename = file;
  module.loaded = true;
  module.exports = new Proxy(
    {},
    { get: (_, name) => LIGHT[name as string]?.(part) ?? late(() => part(name as string)) },
  );
  return module;
}

/** What the library takes hold of as it is loaded, in a form that costs nothing. */
const LIGHT: Readonly<Record<string, (part: (name: string) => Parts[string]) => unknown>> = {
  // Its log is never asked for: it would hold what a person types.
  debug: () => Object.assign(() => SILENT, { enabled: () => false, enable: () => undefined, disable: () => undefined }),
  // Forms of messages from editors, which are made and never used.
  z: () => z,
  // Its one function is looked at by Node as the library is loaded.
  yauzl: (part) => ({
    open: (...words: unknown[]) => (part('yauzl')['open'] as (...all: unknown[]) => unknown)(...words),
  }),
};

const SILENT = Object.assign(() => undefined, { enabled: false });

/** Something that is loaded when it is first used in any way. */
function late(load: () => object): unknown {
  return new Proxy(function standsIn() {}, {
    apply: (_, self, words) => Reflect.apply(load() as () => unknown, self, words),
    construct: (_, words, target) => Reflect.construct(load() as new () => object, words, target),
    get: (_, name) => Reflect.get(load(), name),
    has: (_, name) => Reflect.has(load(), name),
  });
}
