import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { CALL_NAMES, type Push } from '../../main/ipc/contract.ts';
import { windowApiDouble } from '../../main/ipc/test-double.ts';
import { windowApi } from '../../main/ipc/window-side.ts';
import { OWN_WINDOW, recorder } from './ipc-recorder.ts';
import { ARGUMENTS, FIRST_SNAPSHOT, RESULTS } from './ipc-samples.ts';

const NO_PUSHES = () => () => undefined;
const NO_PATH = async () => null;

describe('the object a window gets', () => {
  const { dispatchText, done } = recorder();
  const api = windowApi(CALL_NAMES, (name, argument) => dispatchText(name, argument, OWN_WINDOW), NO_PUSHES, NO_PATH);

  it('has one method for each call of the contract, the pushes, the paths, and nothing else', () => {
    expect(Object.keys(api).sort()).toEqual([...CALL_NAMES, 'onPush', 'pathOf'].sort());
    expect(Object.isFrozen(api)).toBe(true);
  });

  it.each(CALL_NAMES)('brings %s to the engine and the result back', async (name) => {
    done.length = 0;
    expect(await api[name](ARGUMENTS[name] as never)).toEqual(RESULTS[name]);
    expect(done).toEqual([{ name, argument: ARGUMENTS[name] }]);
  });

  it('fails with a plain code, sentence and next step, which survive the way between two worlds of scripts', async () => {
    const thrown = await api.goTo({ screen: 'nowhere' } as never).catch((error: unknown) => error);
    expect(thrown).toEqual({ code: 'message-malformed', message: expect.any(String), next: expect.any(String) });
    expect(structuredClone(thrown)).toEqual(thrown);
  });

  it('says in plain words that the program is gone', async () => {
    const alone = windowApi(CALL_NAMES, () => Promise.reject(new Error('channel closed')), NO_PUSHES, NO_PATH);
    await expect(alone.look(null)).rejects.toMatchObject({ code: 'no-answer' });
  });

  it('can be bundled for a page: it brings neither Node nor the schemas with it', async () => {
    const { outputFiles, metafile } = await build({
      entryPoints: ['main/ipc/window-side.ts'],
      bundle: true,
      platform: 'browser',
      write: false,
      metafile: true,
    });
    expect(Object.keys(metafile.inputs)).toEqual(['main/ipc/window-side.ts']);
    expect(outputFiles[0]?.text).not.toMatch(/require\(|process\.|Buffer/);
    expect(await readFile('main/ipc/window-side.ts', 'utf8')).not.toMatch(/^import (?!type )/m);
  });
});

describe('the double for tests of a window', () => {
  it('refuses what the real engine refuses', async () => {
    const double = windowApiDouble({ look: async () => null });
    await expect(double.api.look('now' as never)).rejects.toMatchObject({ code: 'message-malformed' });
    await expect(double.api.look(null)).resolves.toBeNull();
  });

  it('refuses results the contract does not know', async () => {
    const double = windowApiDouble({ snapshot: async () => ({ ...FIRST_SNAPSHOT, surprise: true }) });
    await expect(double.api.snapshot(null)).rejects.toMatchObject({ code: 'internal-error' });
    expect(double.noted[0]?.event).toBe('result-malformed');
  });

  it('says which handler a test forgot', async () => {
    const double = windowApiDouble({});
    await expect(double.api.stop(null)).rejects.toMatchObject({ code: 'internal-error' });
    expect(JSON.stringify(double.noted)).toContain('no handler for stop');
  });

  it('pushes what the contract knows, until the window no longer listens', () => {
    const double = windowApiDouble({});
    const got: Push[] = [];
    const end = double.api.onPush((push) => got.push(push));
    double.push({ revision: 1, screen: 'look' });
    expect(() => double.push({ revision: 2, screen: 'nowhere' } as never)).toThrow();
    end();
    double.push({ revision: 3 });
    expect(got).toEqual([{ revision: 1, screen: 'look' }]);
  });

  it('knows the path of a file by its name', async () => {
    const double = windowApiDouble({}, { 'setup.exe': '/media/stick/setup.exe' });
    expect(await double.api.pathOf(new File([], 'setup.exe'))).toBe('/media/stick/setup.exe');
    expect(await double.api.pathOf(new File([], 'other.exe'))).toBeNull();
  });
});
