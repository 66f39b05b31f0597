import type { BrowserWindow, WebContents } from 'electron';
import type { Push } from '../../ipc/contract.ts';
import type { DispatchLog } from '../../ipc/engine-side.ts';
import { lossCounter } from '../window/losses.ts';
import { PUSH_CHANNEL } from './call-names.ts';

/** A window, as far as its life is concerned. */
export type LivingWindow = Pick<
  BrowserWindow,
  'on' | 'destroy' | 'isDestroyed' | 'getBounds' | 'isMinimized' | 'restore' | 'show' | 'focus'
> & { readonly webContents: Pick<WebContents, 'on' | 'send' | 'isCrashed' | 'forcefullyCrashRenderer'> };

export interface LifePorts<Window extends LivingWindow> {
  /** Makes a window and begins to load its page. */
  open(): Window;
  /** Asks what to do about a window that does not react; rejects or answers anything once the signal is aborted. */
  askAboutHungWindow(signal: AbortSignal): Promise<'wait' | 'open-again'>;
  /** Says that no window can be shown. */
  giveUp(): void;
  /** Keeps where the window stood. */
  keepBounds(bounds: ReturnType<LivingWindow['getBounds']>): Promise<void>;
  /** Asks the engine to stop between steps; resolves when the step under way has ended. */
  closing(): Promise<void>;
  /** Ends this process. */
  quit(): void;
  log: DispatchLog;
}

/**
 * There is one window from the start to the end. One that crashes or hangs is made again and shows the same screen, because
 * everything it showed is held by the engine; what is being done on the instrument goes on meanwhile.
 */
export class WindowLife<Window extends LivingWindow> {
  private window: Window | null = null;
  private ending: Promise<void> | null = null;
  private ended = false;
  private readonly countLoss;

  constructor(
    private readonly ports: LifePorts<Window>,
    now: () => number = Date.now,
  ) {
    this.countLoss = lossCounter(now);
  }

  get current(): Window | null {
    return this.window;
  }

  /** True once nothing keeps the process any longer. */
  get isOver(): boolean {
    return this.ended;
  }

  open(): void {
    const window = this.ports.open();
    this.window = window;
    window.on('close', (event) => {
      if (this.ended) return;
      // It stays on the screen, with what it says, until the step under way has ended.
      event.preventDefault();
      void this.end();
    });
    window.webContents.on('render-process-gone', (_event, { reason }) => this.lost(window, reason));
    this.watchForHanging(window);
    this.ports.log.note('window-opened', {});
  }

  /** Brings the window to the front: somebody started the program a second time. */
  show(): void {
    const { window } = this;
    if (window === null) return;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  push(push: Push): void {
    const { window } = this;
    if (window === null || window.isDestroyed() || window.webContents.isCrashed()) return;
    window.webContents.send(PUSH_CHANNEL, push);
  }

  /** Ends the program: once, however often it is asked. */
  end(): Promise<void> {
    this.ending ??= this.endOnce();
    return this.ending;
  }

  private async endOnce(): Promise<void> {
    const { ports } = this;
    try {
      if (this.window !== null) await ports.keepBounds(this.window.getBounds());
    } catch (error) {
      ports.log.note('bounds-not-kept', { error: String(error) });
    }
    try {
      await ports.closing();
    } finally {
      this.ended = true;
      this.window?.destroy();
      ports.quit();
    }
  }

  private lost(window: Window, reason: string): void {
    // Of a window that was given up already, or that is being closed, nothing more is expected.
    if (window !== this.window || this.ended) return;
    this.ports.log.note('window-lost', { reason });
    if (this.ending !== null) {
      this.window = null;
      window.destroy();
      return;
    }
    if (this.countLoss() === 'open-again') {
      this.open();
      window.destroy();
      return;
    }
    this.window = null;
    window.destroy();
    this.ports.giveUp();
    void this.end();
  }

  private watchForHanging(window: Window): void {
    let asking: AbortController | null = null;
    window.on('unresponsive', async () => {
      if (asking !== null) return;
      const mine = new AbortController();
      asking = mine;
      this.ports.log.note('window-hangs', {});
      const answer = await this.ports.askAboutHungWindow(mine.signal).catch(() => 'wait' as const);
      asking = null;
      // It is made again where its end is noticed.
      if (answer === 'open-again' && !mine.signal.aborted && window === this.window) {
        window.webContents.forcefullyCrashRenderer();
      }
    });
    window.on('responsive', () => asking?.abort());
  }
}
