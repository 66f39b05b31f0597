import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { CDPSession } from 'playwright-core';
import type { Language, Theme } from '../../../main/ipc/wizard-snapshot.ts';
import { cutSideways } from './audit.ts';
import type { WizardWindow } from './wizard-window.ts';

/** How the window is set and how large it is, in pixels of the screen; `zoom` 2: everything twice as large. */
export interface Look {
  name: string;
  theme: Theme;
  language: Language;
  width: number;
  height: number;
  zoom: number;
}

const PANEL = { theme: 'light', language: 'en', width: 1280, height: 1024, zoom: 1 } as const;

/** The looks every change is seen in. */
export const DAILY_LOOKS: readonly Look[] = [
  { ...PANEL, name: 'light' },
  { ...PANEL, name: 'dark', theme: 'dark' },
  { ...PANEL, name: 'german', language: 'de' },
  { ...PANEL, name: 'japanese', language: 'ja' },
  { ...PANEL, name: 'zoom', zoom: 2 },
];

/** All of them, for who looks thoroughly. */
export const EVERY_LOOK: readonly Look[] = [
  ...DAILY_LOOKS,
  { ...PANEL, name: 'contrast', theme: 'contrast' },
  { ...PANEL, name: 'wide', language: 'fr', width: 1920, height: 1080 },
  { ...PANEL, name: 'chinese', language: 'zh-Hans' },
  { ...PANEL, name: 'small-german', language: 'de', width: 1024, height: 768 },
];

/** A picture to take: where it is written, and whether it shows the whole page or what a person sees at once. */
export interface Picture {
  path: string;
  whole: boolean;
}

/** Takes pictures of what the window shows, in several looks. */
export class Camera {
  /** What was cut or reached beyond the window, in which look of which screen. */
  readonly cut: string[] = [];
  private session: CDPSession | null = null;

  constructor(
    private readonly window: WizardWindow,
    private readonly looks: readonly Look[],
    private readonly pictureOf: (look: Look, screen: string) => Picture | null,
  ) {}

  /**
   * The pictures of a screen, each in its look; leaves the window in the first. `pretend` shows what practice never comes to: it is
   * called before each picture, and the window is loaded anew after it.
   */
  async take(screen: string, pretend: (() => Promise<void>) | null = null): Promise<void> {
    for (const look of this.looks) {
      await this.put(look);
      await pretend?.();
      this.cut.push(...(await cutSideways(this.window.page)).map((what) => `${look.name}, ${screen}: ${what}`));
      const picture = this.pictureOf(look, screen);
      if (picture !== null) {
        if (picture.whole) await this.unroll(look);
        await this.shoot(picture.path);
      }
      if (pretend === null) continue;
      await this.window.page.reload();
      await this.window.page.locator('h1').waitFor();
    }
    const [first] = this.looks;
    if (first !== undefined) await this.put(first);
  }

  private async put(look: Look): Promise<void> {
    await this.window.settle({ theme: look.theme, language: look.language });
    await this.size(look, Math.round(look.height / look.zoom));
  }

  /** As tall as what is shown, with the bar at its end. */
  private async unroll(look: Look): Promise<void> {
    const tall = await this.window.page.evaluate<number>('document.documentElement.scrollHeight');
    await this.size(look, Math.max(tall, Math.round(look.height / look.zoom)));
  }

  private async size({ width, zoom }: Look, height: number): Promise<void> {
    const session = await this.opened();
    await session.send('Emulation.setDeviceMetricsOverride', {
      width: Math.round(width / zoom),
      height,
      deviceScaleFactor: zoom,
      mobile: false,
    });
  }

  /** Without the page's own way to take pictures, which would set another size first. */
  private async shoot(path: string): Promise<void> {
    const session = await this.opened();
    const { data } = await session.send('Page.captureScreenshot', { format: 'png' });
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, Buffer.from(data, 'base64'));
  }

  /** Kept, because the size goes with the session that set it. */
  private async opened(): Promise<CDPSession> {
    const { page } = this.window;
    this.session ??= await page.context().newCDPSession(page);
    return this.session;
  }
}
