import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { type LifePorts, type LivingWindow, WindowLife } from '../../../main/fronts/electron/window-life.ts';

class FakeContents extends EventEmitter {
  sent: unknown[] = [];
  crashed = false;
  send(...message: unknown[]): void {
    this.sent.push(message);
  }
  isCrashed(): boolean {
    return this.crashed;
  }
  forcefullyCrashRenderer(): void {
    this.crashed = true;
    this.emit('render-process-gone', {}, { reason: 'killed' });
  }
}

class FakeWindow extends EventEmitter {
  webContents = new FakeContents();
  destroyed = false;
  isDestroyed(): boolean {
    return this.destroyed;
  }
  destroy(): void {
    this.destroyed = true;
  }
  getBounds() {
    return { x: 1, y: 2, width: 1100, height: 800 };
  }
  /** What a person does with the cross in the corner. */
  close(): boolean {
    let prevented = false;
    this.emit('close', { preventDefault: () => (prevented = true) });
    return !prevented;
  }
}

function started(over: Partial<LifePorts<FakeWindow & LivingWindow>> = {}) {
  const seen = { windows: [] as FakeWindow[], done: [] as string[], noted: [] as string[] };
  const life = new WindowLife<FakeWindow & LivingWindow>({
    open() {
      const window = new FakeWindow();
      seen.windows.push(window);
      return window as FakeWindow & LivingWindow;
    },
    askAboutHungWindow: async () => 'wait',
    giveUp: () => void seen.done.push('give up'),
    keepBounds: async () => void seen.done.push('bounds'),
    closing: async () => void seen.done.push('closing'),
    quit: () => void seen.done.push('quit'),
    log: { note: (event) => void seen.noted.push(event) },
    ...over,
  });
  life.open();
  return { life, ...seen };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a window', () => {
  it('is made again when its page crashes, and the new one gets what happens from then on', () => {
    const { life, windows, done } = started();
    windows[0]?.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    expect(windows.map(({ destroyed }) => destroyed)).toEqual([true, false]);
    life.push({ revision: 7 });
    expect(windows.map(({ webContents }) => webContents.sent)).toEqual([[], [['ucs-push', { revision: 7 }]]]);
    expect(done).toEqual([]);
  });

  it('is not made again for ever: the person is told, and the engine comes to its end', async () => {
    const { windows, done } = started();
    for (let loss = 0; loss < 4; loss += 1) {
      windows.at(-1)?.webContents.emit('render-process-gone', {}, { reason: 'oom' });
    }
    await settled();
    expect(windows).toHaveLength(4);
    expect(done).toEqual(['give up', 'closing', 'quit']);
  });

  it('stays on the screen until the step under way has ended, and only then goes', async () => {
    let stepEnded = (): void => undefined;
    const step = new Promise<void>((resolve) => {
      stepEnded = resolve;
    });
    const { life, windows, done } = started({ closing: () => step });
    expect(windows[0]?.close()).toBe(false);
    expect(windows[0]?.close()).toBe(false);
    await settled();
    expect([windows[0]?.destroyed, life.isOver, done]).toEqual([false, false, ['bounds']]);
    stepEnded();
    await settled();
    expect([windows[0]?.destroyed, life.isOver, done]).toEqual([true, true, ['bounds', 'quit']]);
  });

  it('is not made again when it is lost while the program ends', async () => {
    const { windows, done, life } = started();
    const ending = life.end();
    windows[0]?.webContents.emit('render-process-gone', {}, { reason: 'killed' });
    await ending;
    expect(windows).toHaveLength(1);
    expect(done).toEqual(['bounds', 'closing', 'quit']);
  });

  it('lets the program end although its place cannot be kept', async () => {
    const { life, done, noted } = started({ keepBounds: () => Promise.reject(new Error('disk full')) });
    await life.end();
    expect(done).toEqual(['closing', 'quit']);
    expect(noted).toContain('bounds-not-kept');
  });

  it('that hangs is made again when the person wants it, and only then', async () => {
    const waiting = started();
    waiting.windows[0]?.emit('unresponsive');
    await settled();
    expect(waiting.windows).toHaveLength(1);

    const again = started({ askAboutHungWindow: async () => 'open-again' });
    again.windows[0]?.emit('unresponsive');
    await settled();
    expect(again.windows.map(({ destroyed }) => destroyed)).toEqual([true, false]);
  });

  it('that reacts again while the person is asked stays, whatever is answered', async () => {
    let asked = 0;
    const { windows } = started({
      askAboutHungWindow: (signal) => {
        asked += 1;
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve('open-again')));
      },
    });
    windows[0]?.emit('unresponsive');
    windows[0]?.emit('unresponsive');
    windows[0]?.emit('responsive');
    await settled();
    expect([asked, windows.length]).toEqual([1, 1]);
  });
});
