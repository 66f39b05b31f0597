import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { callNamesArgument } from '../../../main/fronts/electron/call-names.ts';
import { CALL_NAMES, type Push, type WindowApi } from '../../../main/ipc/contract.ts';

let script = '';
let inputs: string[] = [];

beforeAll(async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: ['main/fronts/electron/preload.ts'],
    bundle: true,
    format: 'cjs',
    platform: 'browser',
    external: ['electron'],
    write: false,
    metafile: true,
  });
  script = outputFiles[0]?.text ?? '';
  inputs = Object.keys(metafile.inputs);
});

/** Runs the preload script with a fake Electron, and gives what it exposed. */
function preloaded() {
  const exposed: Record<string, unknown> = {};
  const invoked: unknown[][] = [];
  const listeners = new Map<string, Set<(...args: unknown[]) => void>>();
  const fakeElectron = {
    contextBridge: {
      exposeInMainWorld: (name: string, value: unknown) => {
        exposed[name] = value;
      },
    },
    ipcRenderer: {
      invoke: async (...message: unknown[]) => {
        invoked.push(message);
        return '{"ok":true,"value":null}';
      },
      on: (channel: string, listener: (...args: unknown[]) => void) => {
        listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
      },
      removeListener: (channel: string, listener: (...args: unknown[]) => void) => {
        listeners.get(channel)?.delete(listener);
      },
    },
    webUtils: { getPathForFile: (file: File) => (file.name === 'dropped.exe' ? '/media/stick/dropped.exe' : '') },
  };
  runInNewContext(script, {
    require: (name: string) => {
      if (name !== 'electron') throw new Error(`the sandbox has no ${name}`);
      return fakeElectron;
    },
    process: { argv: ['electron', '--type=renderer', callNamesArgument(CALL_NAMES)] },
    module: {},
    exports: {},
  });
  const push = (message: Push) => {
    for (const listener of listeners.get('ucs-push') ?? []) listener({ sender: 'of Electron' }, message);
  };
  return { exposed, invoked, push, api: exposed['ucs'] as WindowApi };
}

describe('the preload script', () => {
  it('security guide, item 20: exposes the calls of the contract and nothing of Electron', () => {
    const { exposed, api } = preloaded();
    expect(Object.keys(exposed)).toEqual(['ucs']);
    expect(Object.keys(api).sort()).toEqual([...CALL_NAMES, 'onPush', 'pathOf'].sort());
    expect(Object.values(api).every((each) => typeof each === 'function')).toBe(true);
  });

  it('brings a call to the one channel', async () => {
    const { api, invoked } = preloaded();
    await api.goTo({ screen: 'look' });
    expect(invoked).toEqual([['ucs-call', 'goTo', { screen: 'look' }]]);
  });

  it('hands over a push without the event, which would lead to Electron', () => {
    const { api, push } = preloaded();
    const got: unknown[][] = [];
    const end = api.onPush((...args) => got.push(args));
    push({ revision: 1 });
    end();
    push({ revision: 2 });
    expect(got).toEqual([[{ revision: 1 }]]);
  });

  it('knows the path of a file from a disk, and says nothing about any other', async () => {
    const { api } = preloaded();
    expect(await api.pathOf(new File([], 'dropped.exe'))).toBe('/media/stick/dropped.exe');
    expect(await api.pathOf(new File([], 'made-by-a-page'))).toBeNull();
  });

  it('needs neither Node nor the schemas, so that it can run in the sandbox', () => {
    expect(inputs.sort()).toEqual([
      'main/fronts/electron/call-names.ts',
      'main/fronts/electron/preload.ts',
      'main/ipc/window-side.ts',
    ]);
  });
});
